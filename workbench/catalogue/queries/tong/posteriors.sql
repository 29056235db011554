-- /// query
-- summary = "Stored beliefs with what they were computed of"
-- source = "TongGraph, latest_posteriors"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- variable_id = "int"
-- states = "json"
-- beliefs = "json: in the order of the states"
-- inputs = "json: evidence, factors, options; null where a file told none"
-- ///
SELECT p.variable_id, v.states, p.beliefs, p.inputs
FROM tong_posteriors AS p
JOIN tong_graphs AS g ON g.number = p.graph AND g.name = $graph
JOIN tong_variables AS v ON v.graph = p.graph AND v.id = p.variable_id
ORDER BY p.variable_id
