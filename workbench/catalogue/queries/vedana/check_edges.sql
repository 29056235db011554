-- /// query
-- summary = "Edges that differ between grist_edges and edges, and edges without their nodes"
-- source = "own: Vedana copies grist_edges to edges and never compares them; its graph load makes a stub of a missing end (D18)"
--
-- [columns]
-- kind = "str: missing (not in edges), orphan (not in grist_edges), stale (other attributes), dangling"
-- from_node_id = "str"
-- to_node_id = "str"
-- from_node_type = "str"
-- to_node_type = "str"
-- edge_label = "str"
-- seen = "json: attributes in edges, NULL where it is not there"
-- expected = "json: attributes in grist_edges, NULL where it is not there"
-- ///
SELECT kind, from_node_id, to_node_id, from_node_type, to_node_type, edge_label, seen, expected
FROM (
    SELECT CASE WHEN here.edge_label IS NULL THEN 'missing'
            WHEN there.edge_label IS NULL THEN 'orphan' ELSE 'stale' END AS kind,
        from_node_id, to_node_id, from_node_type, to_node_type, edge_label,
        here.attributes AS seen, there.attributes AS expected
    FROM edges AS here FULL JOIN grist_edges AS there
        USING (from_node_id, to_node_id, from_node_type, to_node_type, edge_label)
    WHERE here.edge_label IS NULL OR there.edge_label IS NULL
        OR here.attributes IS DISTINCT FROM there.attributes
    UNION ALL
    SELECT 'dangling', from_node_id, to_node_id, from_node_type, to_node_type, edge_label,
        attributes, NULL
    FROM edges
    WHERE NOT EXISTS (
        SELECT FROM nodes WHERE node_id = from_node_id AND node_type = from_node_type
    ) OR NOT EXISTS (
        SELECT FROM nodes WHERE node_id = to_node_id AND node_type = to_node_type
    )
) AS faults
ORDER BY kind, from_node_id COLLATE "C", to_node_id COLLATE "C", edge_label COLLATE "C",
    from_node_type COLLATE "C", to_node_type COLLATE "C"
