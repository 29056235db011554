// /// query
// summary = "How many neighbours a node without a property id has, by type and direction, and in all"
// source = "own: what a double click on a node of a graph view asks first"
//
// [params.element]
// type = "str"
// doc = "the node's element id, as the engine wrote it"
// example = "1"
//
// [columns]
// type = "str: of edges; null for all of them together"
// direction = "str: out, in or both, seen from the node"
// neighbours = "int: nodes at the other ends, each once"
// ///
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)-[r]->(m)
RETURN type(r) AS type, 'out' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)<-[r]-(m)
RETURN type(r) AS type, 'in' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)-[r]-(m)
RETURN type(r) AS type, 'both' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)-[r]->(m)
RETURN null AS type, 'out' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)<-[r]-(m)
RETURN null AS type, 'in' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE elementId(n) = $element
OPTIONAL MATCH (n)-[r]-(m)
RETURN null AS type, 'both' AS direction, count(DISTINCT m) AS neighbours
