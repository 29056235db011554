// /// query
// summary = "Sets properties of one reified edge"
// source = "lore engine, storage strategy v1.2"
// writes = true
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
MATCH (r:Relation {id: $edge_id})
SET r += $properties
RETURN r.edge_id AS edge_id
