OPTIONAL MATCH (n) WHERE id(n) = toInteger($element)
OPTIONAL MATCH (n)-[r]->(m)
RETURN type(r) AS type, 'out' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE id(n) = toInteger($element)
OPTIONAL MATCH (n)<-[r]-(m)
RETURN type(r) AS type, 'in' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE id(n) = toInteger($element)
OPTIONAL MATCH (n)-[r]-(m)
RETURN type(r) AS type, 'both' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE id(n) = toInteger($element)
OPTIONAL MATCH (n)-[r]->(m)
RETURN null AS type, 'out' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE id(n) = toInteger($element)
OPTIONAL MATCH (n)<-[r]-(m)
RETURN null AS type, 'in' AS direction, count(DISTINCT m) AS neighbours
UNION ALL
OPTIONAL MATCH (n) WHERE id(n) = toInteger($element)
OPTIONAL MATCH (n)-[r]-(m)
RETURN null AS type, 'both' AS direction, count(DISTINCT m) AS neighbours
