-- /// query
-- summary = "Traces of runs of inference, and those written by hand"
-- source = "TongGraph, call get_trace"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- id = "int"
-- payload = "json"
-- ///
SELECT t.id, t.payload
FROM tong_traces AS t
JOIN tong_graphs AS g ON g.number = t.graph AND g.name = $graph
ORDER BY t.id
