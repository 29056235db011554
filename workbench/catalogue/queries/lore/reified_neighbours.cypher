// /// query
// summary = "The nodes that reified edges of any type join to some entities of one label"
// source = "lore engine, public design, consistency engine"
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
MATCH (s:`$label` {id: one})-[:FROM|TO]-(r:Relation)-[:FROM|TO]-(n)
WITH DISTINCT n
{{entity_columns}}
