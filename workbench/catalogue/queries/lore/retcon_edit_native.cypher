// /// query
// summary = "Sets properties of one native edge"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.from_label]
// type = "identifier"
// doc = "label of the start"
// example = "Person"
//
// [params.type]
// type = "identifier"
// doc = "the edge's type"
// example = "SPOUSE_OF"
//
// [params.to_label]
// type = "identifier"
// doc = "label of the end"
// example = "Person"
//
// [params.from_id]
// type = "str"
// doc = "id of the start"
// example = "per_hester_varrowmere"
//
// [params.to_id]
// type = "str"
// doc = "id of the end"
// example = "per_odo_lanthorn"
//
// [params.edge_id]
// type = "str"
// doc = "the edge's id"
// example = "rel_0005"
//
// [params.properties]
// type = "json"
// doc = "properties to set; null takes one away"
// example = { retcon_at = "2026-06-01T12:00:00Z" }
//
// [columns]
// edge_id = "str"
// ///
MATCH (s:`$from_label` {id: $from_id})-[r:`$type` {edge_id: $edge_id}]->(o:`$to_label` {id: $to_id})
SET r += $properties
RETURN r.edge_id AS edge_id
