// /// query
// summary = "Types of edges at the one of several nodes of one id that has this world_id"
// source = "lore engine, storage strategy v1.2"
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "Date"
//
// [params.id]
// type = "str"
// doc = "their id"
// example = "dat_old"
//
// [params.world_id]
// type = "str"
// doc = "the world_id of the one"
// example = "undertow_test"
//
// [columns]
// type = "str"
// ///
MATCH (n:`$label` {id: $id})-[r]-()
WHERE n.world_id = $world_id
RETURN DISTINCT type(r) AS type ORDER BY type
