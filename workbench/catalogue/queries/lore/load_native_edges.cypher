// /// query
// summary = "Stores native edges of one type between two labels by edge id, replacing all their properties"
// source = "lore engine, storage strategy v1.2"
// differs = "edges are told apart by edge id: several of one type may join the same pair"
// writes = true
//
// [params.from_label]
// type = "identifier"
// doc = "label of the starts"
// example = "Person"
//
// [params.type]
// type = "identifier"
// doc = "the edges' type"
// example = "SPOUSE_OF"
//
// [params.to_label]
// type = "identifier"
// doc = "label of the ends"
// example = "Person"
//
// [params.rows]
// type = "json"
// doc = "a list of {edge_id, from_id, to_id, props}; props repeat the edge id"
// example = [{ edge_id = "rel_0005", from_id = "per_hester_varrowmere", to_id = "per_odo_lanthorn", props = { edge_id = "rel_0005", valid_from = "bell_age.year_274", valid_until = "bell_age.year_309" } }]
//
// [columns]
// stored = "int: rows that were stored, those whose ends exist"
// ///
UNWIND $rows AS row
MATCH (s:`$from_label` {id: row.from_id}), (o:`$to_label` {id: row.to_id})
MERGE (s)-[r:`$type` {edge_id: row.edge_id}]->(o)
SET r = row.props
RETURN count(*) AS stored
