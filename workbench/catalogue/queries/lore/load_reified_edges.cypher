// /// query
// summary = "Stores reified edges between two labels, replacing all their properties"
// source = "lore engine, public design"
// differs = "a Relation node has its edge id as `id` too, so that the index on `id` finds it"
// writes = true
//
// [params.from_label]
// type = "identifier"
// doc = "label of the starts"
// example = "Person"
//
// [params.to_label]
// type = "identifier"
// doc = "label of the ends"
// example = "Person"
//
// [params.rows]
// type = "json"
// doc = "a list of {edge_id, from_id, to_id, props}; props hold id, edge_id and type"
// example = [{ edge_id = "rel_0005", from_id = "per_hester_varrowmere", to_id = "per_odo_lanthorn", props = { id = "rel_0005", edge_id = "rel_0005", type = "SPOUSE_OF", valid_from = "bell_age.year_274" } }]
//
// [columns]
// stored = "int: rows that were stored, those whose ends exist"
// ///
UNWIND $rows AS row
MATCH (s:`$from_label` {id: row.from_id}), (o:`$to_label` {id: row.to_id})
MERGE (r:Relation {id: row.edge_id})
SET r = row.props
MERGE (s)-[:FROM]->(r)
MERGE (r)-[:TO]->(o)
RETURN count(*) AS stored
