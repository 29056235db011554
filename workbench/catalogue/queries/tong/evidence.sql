-- /// query
-- summary = "What was observed, newest last; of a variable the last one with a state counts"
-- source = "TongGraph, call get_evidence"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- id = "int"
-- variable_id = "int"
-- state = "str: null for a remark"
-- payload = "json"
-- likelihood = "json: weights by state of soft evidence, or null"
-- ///
SELECT e.id, e.variable_id, e.payload ->> 'state' AS state, e.payload, e.likelihood
FROM tong_evidence AS e
JOIN tong_graphs AS g ON g.number = e.graph AND g.name = $graph
ORDER BY e.id
