// /// query
// summary = "Native edges with one edge id"
// source = "lore engine, storage strategy v1.2"
//
// [params.edge_id]
// type = "str"
// doc = "the id of the edge"
// example = "rel_0347"
//
// [columns]
// type = "str: type as stored"
// from_id = "str"
// from_label = "str: first label"
// from_name = "str"
// to_id = "str"
// to_label = "str"
// to_name = "str"
// properties = "map: the edge's properties, its window keys included"
// ///
MATCH (s)-[r]->(o)
WHERE r.edge_id = $edge_id
{{native_edge}}
