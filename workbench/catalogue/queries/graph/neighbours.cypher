// /// query
// summary = "Some neighbours of a node by their ids, each with the edges that join them"
// source = "own: what a double click on a node of a graph view asks"
//
// [params.label]
// type = "identifier"
// doc = "a label of the node"
// example = "person"
//
// [params.id]
// type = "json"
// doc = "the node's property id, text or number"
// example = "person:1"
//
// [params.type]
// type = "str"
// optional = true
// doc = "type of the edges; null for any"
//
// [params.direction]
// type = "str"
// default = "both"
// doc = "out: edges that leave the node; in: that reach it; both"
//
// [params.limit]
// type = "int"
// default = 100
// doc = "most neighbours to return"
//
// [columns]
// neighbour = "Node"
// edges = "list[Edge]: those that join it to the node"
// ///
MATCH (n:`$label` {id: $id})-[r]-(m)
WHERE ($type IS NULL OR type(r) = $type)
  AND ($direction = 'both'
       OR ($direction = 'out' AND startNode(r) = n)
       OR ($direction = 'in' AND endNode(r) = n))
WITH m, collect(DISTINCT r) AS edges
ORDER BY m.id, elementId(m)
LIMIT $limit
RETURN m AS neighbour, edges
