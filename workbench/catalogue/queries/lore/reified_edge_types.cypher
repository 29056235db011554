// /// query
// summary = "Types of reified edges, with their numbers"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// type = "str"
// edges = "int"
// ///
MATCH (r:Relation)
RETURN r.type AS type, count(*) AS edges ORDER BY type
