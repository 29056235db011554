// /// query
// summary = "Removes native edges of one type between two labels by edge id"
// source = "lore engine, storage strategy v1.2"
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
// doc = "a list of {edge_id, from_id, to_id}; edges that are not there are passed over"
// example = [{ edge_id = "rel_0005", from_id = "per_hester_varrowmere", to_id = "per_odo_lanthorn" }]
//
// [columns]
// removed = "int: edges that were there"
// ///
UNWIND $rows AS row
MATCH (s:`$from_label` {id: row.from_id})-[r:`$type` {edge_id: row.edge_id}]->(o:`$to_label` {id: row.to_id})
WITH DISTINCT r
DELETE r
RETURN count(*) AS removed
