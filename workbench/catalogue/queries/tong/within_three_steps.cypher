// /// query
// summary = "Nodes within three steps of a node along edges, with their distance"
// source = "TongGraph, call k_hop"
//
// [params.id]
// type = "int"
// doc = "id of the node"
// example = 0
//
// [columns]
// id = "int"
// distance = "int"
// ///
MATCH p = (n:TongNode {tong_id: $id})-[*1..3]->(m:TongNode)
WHERE m <> n
RETURN m.tong_id AS id, min(length(p)) AS distance
ORDER BY distance, id
