// /// query
// summary = "The entities of one label that have some ids"
// source = "lore engine, storage strategy v1.2"
//
// [params.label]
// type = "identifier"
// doc = "first label of the entities"
// example = "Person"
//
// [params.ids]
// type = "list[str]"
// doc = "their ids"
// example = ["per_ottoline_varrowmere"]
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
UNWIND $ids AS one
MATCH (n:`$label` {id: one})
{{entity_columns}}
