// /// query
// summary = "The settings that nodes of one label name themselves"
// source = "lore engine, storage strategy v1.2"
//
// [params.label]
// type = "identifier"
// doc = "first label of the nodes"
// example = "Person"
//
// [params.ids]
// type = "list[str]"
// doc = "their ids"
// example = ["per_ottoline_varrowmere"]
//
// [columns]
// id = "str"
// settings = "list, null where a node names none"
// ///
UNWIND $ids AS one
MATCH (n:`$label` {id: one})
RETURN n.id AS id, n.settings AS settings
