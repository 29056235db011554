// /// query
// summary = "Removes nodes of one label by id, with the edges at them"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "Person"
//
// [params.ids]
// type = "list[str]"
// doc = "ids of the nodes; those that are not there are passed over"
// example = ["per_gaspard_thimble"]
//
// [columns]
// removed = "int: nodes that were there"
// ///
UNWIND $ids AS id
MATCH (n:`$label` {id: id})
WITH DISTINCT n
DETACH DELETE n
RETURN count(*) AS removed
