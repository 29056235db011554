-- /// query
-- summary = "Factors with weights over a variable"
-- source = "TongGraph, factor_tables"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.variable]
-- type = "int"
-- doc = "id of the variable"
-- example = 0
--
-- [columns]
-- id = "int"
-- function = "str"
-- variables = "json"
-- values = "json: row-major, the last variable fastest; of a conditional table blocks of the child's states"
-- ///
SELECT f.id, f.function, f.weights -> 'variables' AS variables, f.weights -> 'values' AS values
FROM tong_factors AS f
JOIN tong_graphs AS g ON g.number = f.graph AND g.name = $graph
WHERE (f.weights -> 'variables')::jsonb @> to_jsonb($variable::bigint)
ORDER BY f.id
