-- /// query
-- summary = "Changes of a graph since a generation: who, when, and the values before and after"
-- source = "TongGraph, persistence: op_log"
-- differs = "TongGraph's log tells no values and cannot be replayed"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [params.since]
-- type = "int"
-- doc = "generations above this one"
-- default = 0
--
-- [params.limit]
-- type = "int"
-- doc = "most rows"
-- default = 100
--
-- [columns]
-- generation = "int"
-- at = "datetime"
-- author = "str"
-- reason = "str: the call that made it"
-- before = "json"
-- after = "json: null for a fill, which tells no values"
-- ///
SELECT l.generation, l.at, l.author, l.reason, l.before, l.after
FROM tong_log AS l
JOIN tong_graphs AS g ON g.number = l.graph AND g.name = $graph
WHERE l.generation > $since
ORDER BY l.generation
LIMIT $limit
