-- /// query
-- summary = "Property graphs, their generation and how many ids each has given out"
-- source = "TongGraph, persistence: metadata counters"
--
-- [columns]
-- name = "str"
-- generation = "int: changes so far"
-- next_node = "int"
-- next_edge = "int"
-- next_variable = "int"
-- next_factor = "int"
-- created_at = "datetime"
-- origin = "json: the file that it came from, null for none"
-- ///
SELECT name, generation, next_node, next_edge, next_variable, next_factor, created_at, origin
FROM tong_graphs
ORDER BY name
