// /// query
// summary = "Some neighbours of a node without a property id, each with the edges that join them"
// source = "own: what a double click on a node of a graph view asks"
//
// [params.element]
// type = "str"
// doc = "the node's element id, as the engine wrote it"
// example = "1"
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
// neighbour = "Node: null in the one row where there is no neighbour"
// edges = "list[Edge]: those that join it to the node"
// ///
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)-[r]-(m)
WHERE ($type IS NULL OR type(r) = $type)
  AND ($direction = 'both'
       OR ($direction = 'out' AND startNode(r) = n)
       OR ($direction = 'in' AND endNode(r) = n))
WITH m, collect(DISTINCT r) AS edges
ORDER BY m.id, elementId(m)
LIMIT $limit
RETURN m AS neighbour, edges
