// /// query
// summary = "The reified edge with one edge id"
// source = "lore engine, storage strategy v1.2"
// differs = "a Relation node has its edge id as `id` too, so that the index on `id` finds it"
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
MATCH (r:Relation {id: $edge_id})-[:TO]->(o), (s)-[:FROM]->(r)
{{reified_edge}}
