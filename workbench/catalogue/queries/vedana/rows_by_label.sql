-- /// query
-- summary = "How many rows of a table each label has"
-- source = "Vedana, vedana_backoffice/states/main_dashboard.py, by label"
-- differs = "for any table, its name escaped; sorted by label"
-- original = """
-- SELECT COALESCE("$label", '') AS label, COUNT(*) AS cnt FROM "$table" GROUP BY 1
-- """
--
-- [params.table]
-- type = "identifier"
-- doc = "nodes, edges, rag_anchor_embeddings or rag_edge_embeddings, or another"
-- example = "nodes"
--
-- [params.label]
-- type = "identifier"
-- doc = "the column of labels: node_type or edge_label"
-- example = "node_type"
--
-- [columns]
-- label = "str: '' where the row has none"
-- cnt = "int"
-- ///
SELECT coalesce("$label", '') AS label, count(*) AS cnt
FROM "$table"
GROUP BY 1
ORDER BY coalesce("$label", '') COLLATE "C"
