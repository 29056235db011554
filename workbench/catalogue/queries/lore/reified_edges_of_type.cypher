// /// query
// summary = "All reified edges of one type whose window may meet the asked one"
// source = "lore engine, storage strategy v1.2"
// differs = "windows are filtered by integer keys stored on the edge; what has no key is kept and told apart by the caller"
//
// [params.type]
// type = "str"
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
MATCH (r:Relation {type: $type})-[:TO]->(o), (s)-[:FROM]->(r)
WHERE {{window}}
{{reified_edge}}
