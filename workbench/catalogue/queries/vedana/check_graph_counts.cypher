// /// query
// summary = "How many nodes have each label and how many edges of each type leave them"
// source = "own: the counts with which a read of a whole graph begins"
//
// [columns]
// label = "list of str: labels of the nodes"
// type = "str, or NULL in the row that counts the nodes"
// cnt = "int"
// ///
MATCH (n) RETURN labels(n) AS label, null AS type, count(n) AS cnt
UNION ALL
MATCH (a)-[r]->() RETURN labels(a) AS label, type(r) AS type, count(r) AS cnt
