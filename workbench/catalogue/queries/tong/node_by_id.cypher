// /// query
// summary = "One node of a property graph by its id"
// source = "TongGraph, call get_node"
//
// [params.id]
// type = "int"
// doc = "id of the node"
// example = 0
//
// [columns]
// node = "Node"
// ///
MATCH (n:TongNode {tong_id: $id})
RETURN n AS node
