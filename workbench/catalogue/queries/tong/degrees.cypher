// /// query
// summary = "The nodes with the most edges"
// source = "TongGraph, schema and statistics"
//
// [params.limit]
// type = "int"
// doc = "most rows"
// default = 20
//
// [columns]
// id = "int"
// out = "int"
// in = "int"
// ///
MATCH (n:TongNode)
OPTIONAL MATCH (n)-[r]->()
WITH n, count(r) AS outgoing
OPTIONAL MATCH (n)<-[s]-()
WITH n, outgoing, count(s) AS incoming
RETURN n.tong_id AS id, outgoing AS out, incoming AS in
ORDER BY outgoing + incoming DESC, id
LIMIT $limit
