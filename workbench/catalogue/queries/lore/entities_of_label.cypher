// /// query
// summary = "All entities of one label"
// source = "lore engine, storage strategy v1.2"
//
// [params.label]
// type = "identifier"
// doc = "the label"
// example = "Faction"
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (n:`$label`)
{{entity_columns}} ORDER BY id
