// /// query
// summary = "Which labels are joined by which types, and how often"
// source = "TongGraph, call schema"
//
// [columns]
// source = "list[str]"
// type = "str"
// target = "list[str]"
// count = "int"
// ///
MATCH (a:TongNode)-[r]->(b:TongNode)
WITH [l IN labels(a) WHERE l <> 'TongNode'] AS source, type(r) AS type,
     [l IN labels(b) WHERE l <> 'TongNode'] AS target
RETURN source, type, target, count(*) AS count
ORDER BY count DESC, type
