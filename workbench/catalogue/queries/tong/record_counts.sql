-- /// query
-- summary = "How many records of each kind a graph holds"
-- source = "TongGraph, calls node_count to trace_count"
--
-- [params.graph]
-- type = "str"
-- doc = "name of the property graph"
-- example = "people"
--
-- [columns]
-- kind = "str"
-- count = "int"
-- ///
SELECT kind, count
FROM tong_graphs AS g
CROSS JOIN LATERAL (
  SELECT 'nodes', count(*) FROM tong_nodes WHERE graph = g.number
  UNION ALL SELECT 'edges', count(*) FROM tong_edges WHERE graph = g.number
  UNION ALL SELECT 'variables', count(*) FROM tong_variables WHERE graph = g.number
  UNION ALL SELECT 'factors', count(*) FROM tong_factors WHERE graph = g.number
  UNION ALL SELECT 'evidence', count(*) FROM tong_evidence WHERE graph = g.number
  UNION ALL SELECT 'traces', count(*) FROM tong_traces WHERE graph = g.number
  UNION ALL SELECT 'vectors', count(*) FROM tong_vectors WHERE graph = g.number
) AS held (kind, count)
WHERE g.name = $graph
ORDER BY kind
