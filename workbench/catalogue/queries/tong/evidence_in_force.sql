-- /// query
-- summary = "The observation that counts for each variable"
-- source = "TongGraph, belief propagation: the highest id wins"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- variable_id = "int"
-- state = "str: null where it is soft"
-- likelihood = "json"
-- id = "int: of the evidence"
-- ///
SELECT DISTINCT ON (e.variable_id) e.variable_id, e.payload ->> 'state' AS state, e.likelihood, e.id
FROM tong_evidence AS e
JOIN tong_graphs AS g ON g.number = e.graph AND g.name = $graph
WHERE json_typeof(e.payload -> 'state') = 'string' OR e.likelihood IS NOT NULL
ORDER BY e.variable_id, e.id DESC
