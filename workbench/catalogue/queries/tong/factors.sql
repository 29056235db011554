-- /// query
-- summary = "Factors of a graph; one without weights takes no part in inference"
-- source = "TongGraph, call get_factor"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- id = "int"
-- input_variables = "json"
-- output_variables = "json"
-- function = "str"
-- parameters = "json"
-- weights = "json: variables, values, is_cpd; or null"
-- ///
SELECT f.id, f.input_variables, f.output_variables, f.function, f.parameters, f.weights
FROM tong_factors AS f
JOIN tong_graphs AS g ON g.number = f.graph AND g.name = $graph
ORDER BY f.id
