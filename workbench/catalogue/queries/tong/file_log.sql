-- /// query
-- summary = "The operation log of the file that a graph was read from"
-- source = "TongGraph, persistence: op_log"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- seq = "int"
-- op = "str"
-- object_id = "int"
-- payload = "str"
-- created_at = "int: unix seconds"
-- ///
SELECT l.seq, l.op, l.object_id, l.payload, l.created_at
FROM tong_file_log AS l
JOIN tong_graphs AS g ON g.number = l.graph AND g.name = $graph
ORDER BY l.seq
