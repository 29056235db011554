-- /// query
-- summary = "Properties of nodes and edges: how many records have each, and of which types"
-- source = "TongGraph, call schema"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- target = "str: node or edge"
-- key = "str"
-- types = "list[str]: bool, float, int, string"
-- count = "int"
-- ///
WITH held AS (
  SELECT 'node' AS target, n.properties FROM tong_nodes AS n
  JOIN tong_graphs AS g ON g.number = n.graph AND g.name = $graph
  UNION ALL
  SELECT 'edge', e.properties FROM tong_edges AS e
  JOIN tong_graphs AS g ON g.number = e.graph AND g.name = $graph
), typed AS (
  SELECT target, key, CASE json_typeof(value)
      WHEN 'boolean' THEN 'bool'
      WHEN 'number' THEN CASE WHEN value::text ~ '[.eE]' THEN 'float' ELSE 'int' END
      ELSE 'string' END AS type
  FROM held CROSS JOIN json_each(properties)
)
SELECT target, key, array_agg(DISTINCT type ORDER BY type) AS types, count(*) AS count
FROM typed
GROUP BY target, key
ORDER BY target DESC, key COLLATE "C"
