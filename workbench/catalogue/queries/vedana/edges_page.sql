-- /// query
-- summary = "The rows of edges or grist_edges after a key, in its order: one page of a read of them all"
-- source = "own: keyset paging, which an index serves however far the page is"
--
-- [params.table]
-- type = "identifier"
-- default = "edges"
-- doc = "edges, or grist_edges"
--
-- [params.after]
-- type = "list[str]"
-- default = ["", "", "", "", ""]
-- doc = "the five parts of the key of the last row that was read, in the order of the columns"
--
-- [params.page]
-- type = "int"
-- default = 50000
-- doc = "most rows"
--
-- [columns]
-- from_node_id = "str"
-- to_node_id = "str"
-- from_node_type = "str"
-- to_node_type = "str"
-- edge_label = "str"
-- attributes = "json"
-- ///
SELECT from_node_id, to_node_id, from_node_type, to_node_type, edge_label, attributes
FROM "$table"
WHERE (from_node_id, to_node_id, from_node_type, to_node_type, edge_label) > (
    ($after::text[])[1], ($after::text[])[2], ($after::text[])[3], ($after::text[])[4],
    ($after::text[])[5]
)
ORDER BY from_node_id, to_node_id, from_node_type, to_node_type, edge_label
LIMIT $page::int8
