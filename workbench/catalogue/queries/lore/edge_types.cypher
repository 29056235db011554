// /// query
// summary = "Native edge types, with their numbers"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// type = "str"
// edges = "int"
// ///
MATCH ()-[r]->()
RETURN type(r) AS type, count(*) AS edges ORDER BY type
