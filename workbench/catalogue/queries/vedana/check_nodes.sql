-- /// query
-- summary = "Nodes that differ between grist_nodes and nodes, and ids that several types share"
-- source = "own: Vedana copies grist_nodes to nodes and never compares them; one id of two types loses a node (D31)"
--
-- [columns]
-- kind = "str: missing (not in nodes), orphan (not in grist_nodes), stale (other attributes), shared id"
-- node_id = "str"
-- node_type = "str; of a shared id every type, joined by a comma"
-- seen = "json: attributes in nodes, NULL where it is not there"
-- expected = "json: attributes in grist_nodes, NULL where it is not there"
-- ///
SELECT kind, node_id, node_type, seen, expected
FROM (
    SELECT CASE WHEN here.node_id IS NULL THEN 'missing'
            WHEN there.node_id IS NULL THEN 'orphan' ELSE 'stale' END AS kind,
        node_id, node_type, here.attributes AS seen, there.attributes AS expected
    FROM nodes AS here FULL JOIN grist_nodes AS there USING (node_id, node_type)
    WHERE here.node_id IS NULL OR there.node_id IS NULL
        OR here.attributes IS DISTINCT FROM there.attributes
    UNION ALL
    SELECT 'shared id', node_id, string_agg(node_type, ', ' ORDER BY node_type COLLATE "C"),
        NULL, NULL
    FROM nodes GROUP BY node_id HAVING count(*) > 1
) AS faults
ORDER BY kind, node_id COLLATE "C", node_type COLLATE "C"
