// /// query
// summary = "All templates with their documents"
// source = "lore engine, public design"
//
// [columns]
// id = "str"
// type = "str"
// version = "int"
// document = "str: the declaration as JSON"
// file = "str"
// origin = "str: whose folder it came from"
// ///
MATCH (t:TypeTemplate)
RETURN t.id AS id, t.type AS type, t.version AS version, t.document AS document, t.file AS file,
       t.origin AS origin
ORDER BY id
