// /// query
// summary = "Which labels nodes have, and which properties, told from the first nodes met"
// source = "completion in the query console"
//
// [params]
// nodes = {type = "int", doc = "how many are looked at", default = 20000, example = 20000}
//
// [columns]
// labels = "list[str]"
// properties = "list[str]"
// cnt = "int"
// ///
MATCH (n)
WITH n LIMIT $nodes
RETURN labels(n) AS labels, keys(n) AS properties, count(*) AS cnt
ORDER BY cnt DESC
