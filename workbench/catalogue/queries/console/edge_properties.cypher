// /// query
// summary = "Which types edges have, and which properties, told from the first edges met"
// source = "completion in the query console"
//
// [params]
// edges = {type = "int", doc = "how many are looked at", default = 20000, example = 20000}
//
// [columns]
// type = "str"
// properties = "list[str]"
// cnt = "int"
// ///
MATCH ()-[r]->()
WITH r LIMIT $edges
RETURN type(r) AS type, keys(r) AS properties, count(*) AS cnt
ORDER BY type, cnt DESC
