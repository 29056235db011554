// a node n as an entity
RETURN n.id AS id, labels(n)[0] AS label, n.name AS name, n.settings AS settings, properties(n) AS properties
