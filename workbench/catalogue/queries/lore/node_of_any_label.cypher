// /// query
// summary = "The node with one id, of any label: reads every node"
// source = "lore engine, storage strategy v1.2"
//
// [params.id]
// type = "str"
// doc = "the node's id"
// example = "per_ottoline_varrowmere"
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (n)
WHERE n.id = $id
{{entity_columns}}
