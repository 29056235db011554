// /// query
// summary = "How many neighbours a node has, by type and direction of the edges, and in all"
// source = "own: what a double click on a node of a graph view asks first"
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
// [columns]
// type = "str: of edges; null for all of them together"
// direction = "str: out, in or both, seen from the node"
// neighbours = "int: nodes at the other ends, each once"
// ///
MATCH (n:`$label` {id: $id})-[r]->(m)
RETURN type(r) AS type, 'out' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
MATCH (n:`$label` {id: $id})<-[r]-(m)
RETURN type(r) AS type, 'in' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
MATCH (n:`$label` {id: $id})-[r]-(m)
RETURN type(r) AS type, 'both' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
MATCH (n:`$label` {id: $id})-[r]->(m)
RETURN null AS type, 'out' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
MATCH (n:`$label` {id: $id})<-[r]-(m)
RETURN null AS type, 'in' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
MATCH (n:`$label` {id: $id})-[r]-(m)
RETURN null AS type, 'both' AS direction, count(DISTINCT m) AS neighbours
