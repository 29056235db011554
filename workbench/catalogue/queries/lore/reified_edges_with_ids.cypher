// /// query
// summary = "Reified edges with some edge ids, superseded ones too"
// source = "lore engine, public design, consistency engine"
//
// [params.ids]
// type = "list[str]"
// doc = "the ids of the edges"
// example = ["rel_0347"]
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
MATCH (s)-[:FROM]->(r:Relation)-[:TO]->(o)
WHERE r.edge_id IN $ids
{{reified_edge}}
