// /// query
// summary = "A node's edges and the nodes at their other ends, as graph values"
// source = "own: what a click on a node of a Vedana graph opens"
//
// [params.label]
// type = "identifier"
// doc = "label of the node"
// example = "person"
//
// [params.id]
// type = "str"
// doc = "id of the node"
// example = "person:1"
//
// [params.limit]
// type = "int"
// default = 100
// doc = "most edges to return"
//
// [columns]
// node = "Node: the one asked for"
// edge = "Edge: to or from it"
// neighbour = "Node"
// ///
MATCH (n:`$label` {id: $id})-[r]-(m)
RETURN n AS node, r AS edge, m AS neighbour
ORDER BY type(r), m.id, startNode(r).id
LIMIT $limit
