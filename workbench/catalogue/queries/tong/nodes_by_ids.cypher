// /// query
// summary = "Nodes of a property graph by their ids, ids ascending"
// source = "TongGraph, call get_node"
//
// [params.ids]
// type = "list[int]"
// doc = "ids of nodes"
// example = [0, 1]
//
// [columns]
// id = "int"
// node = "Node"
// ///
UNWIND $ids AS id
MATCH (n:TongNode {tong_id: id})
RETURN id, n AS node
ORDER BY id
