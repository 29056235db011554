-- /// query
-- summary = "Variables of a graph with their states, owners and priors"
-- source = "TongGraph, call get_variable"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- id = "int"
-- domain = "str"
-- states = "json: list of texts, in their order"
-- owner_id = "int: a node, or null"
-- prior = "json"
-- posterior = "json: what its author stated"
-- ///
SELECT v.id, v.domain, v.states, v.owner_id, v.prior, v.posterior
FROM tong_variables AS v
JOIN tong_graphs AS g ON g.number = v.graph AND g.name = $graph
ORDER BY v.id
