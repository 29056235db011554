// /// query
// summary = "Entities of one label whose name, or one alias, contains some texts in lower case"
// source = "lore engine, public design"
// differs = "a superset of what the tool answers: whole words and case are decided by the caller, by Unicode's rules"
//
// [params.label]
// type = "identifier"
// doc = "first label of the entities"
// example = "Person"
//
// [params.parts]
// type = "list[str]"
// doc = "parts of the name, in lower case"
// example = ["nailer"]
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (n:`$label`)
WHERE all(p IN $parts WHERE toLower(n.name) CONTAINS p)
   OR any(a IN coalesce(n.aliases, []) WHERE all(p IN $parts WHERE toLower(a) CONTAINS p))
{{entity_columns}} ORDER BY id
