// /// query
// summary = "Native edges of one type that leave an entity and whose window may meet the asked one"
// source = "lore engine, storage strategy v1.2"
// differs = "windows are filtered by integer keys stored on the edge; what has no key is kept and told apart by the caller"
//
// [params.label]
// type = "identifier"
// doc = "first label of the entity"
// example = "Person"
//
// [params.id]
// type = "str"
// doc = "the entity's id"
// example = "per_ottoline_varrowmere"
//
// [params.type]
// type = "identifier"
// doc = "relation type as stored"
// example = "MEMBER_OF"
//
// [params.until_line]
// type = "str"
// default = "~"
// doc = "line on which the asked window ends; `~` asks for every window"
//
// [params.until_key]
// type = "int"
// default = 0
// doc = "integer key of the end of the asked window"
//
// [params.from_line]
// type = "str"
// default = "~"
// doc = "line on which the asked window starts; `~` asks for every window"
//
// [params.from_key]
// type = "int"
// default = 0
// doc = "integer key of the start of the asked window"
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
MATCH (s:`$label` {id: $id})-[r:`$type`]->(o)
WHERE {{window}}
{{native_edge}}
