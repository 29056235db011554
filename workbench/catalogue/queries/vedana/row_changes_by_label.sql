-- /// query
-- summary = "How many rows of each label were added, updated and deleted in a window"
-- source = "Vedana, vedana_backoffice/states/main_dashboard.py, window of deltas by label"
-- differs = "one definition for every page, whose classes share no row (D49): deleted in the window; else created in it, which is added; else updated in it; 0 where the original has no number"
--
-- [params.meta]
-- type = "identifier"
-- doc = "the row meta table, <table>_meta; vedana/pipeline_tables lists them"
-- example = "nodes_meta"
--
-- [params.label]
-- type = "identifier"
-- doc = "the column of labels: node_type or edge_label"
-- example = "node_type"
--
-- [params.since]
-- type = "float"
-- doc = "start of the window, Unix seconds"
-- example = 0.0
--
-- [params.until]
-- type = "float"
-- optional = true
-- doc = "end of the window, Unix seconds; now where absent"
--
-- [columns]
-- label = "str"
-- total = "int: rows that are there now"
-- added = "int"
-- updated = "int"
-- deleted = "int"
-- ///
SELECT label, count(*) FILTER (WHERE delete_ts IS NULL) AS total,
    count(*) FILTER (WHERE change = 'added') AS added,
    count(*) FILTER (WHERE change = 'updated') AS updated,
    count(*) FILTER (WHERE change = 'deleted') AS deleted
FROM (
    SELECT coalesce("$label", '') AS label, delete_ts,
        CASE WHEN delete_ts BETWEEN $since::float8 AND coalesce($until::float8, 'infinity')
                THEN 'deleted'
            WHEN delete_ts < $since::float8 THEN NULL
            WHEN create_ts BETWEEN $since::float8 AND coalesce($until::float8, 'infinity')
                THEN 'added'
            WHEN create_ts < $since::float8
                AND update_ts BETWEEN $since::float8 AND coalesce($until::float8, 'infinity')
                THEN 'updated' END AS change
    FROM "$meta"
) AS classed
GROUP BY label
ORDER BY label COLLATE "C"
