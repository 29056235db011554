-- /// query
-- summary = "The rows of nodes or grist_nodes after a key, in its order: one page of a read of them all"
-- source = "own: keyset paging, which an index serves however far the page is"
--
-- [params.table]
-- type = "identifier"
-- default = "nodes"
-- doc = "nodes, or grist_nodes"
--
-- [params.after]
-- type = "list[str]"
-- default = ["", ""]
-- doc = "node_id and node_type of the last row that was read"
--
-- [params.page]
-- type = "int"
-- default = 50000
-- doc = "most rows"
--
-- [columns]
-- node_id = "str"
-- node_type = "str"
-- attributes = "json"
-- ///
SELECT node_id, node_type, attributes
FROM "$table"
WHERE (node_id, node_type) > (($after::text[])[1], ($after::text[])[2])
ORDER BY node_id, node_type
LIMIT $page::int8
