-- /// query
-- summary = "How many rows of a table were added, updated and deleted in a window"
-- source = "Vedana, vedana_backoffice/states/main_dashboard.py, window of deltas"
-- differs = "one definition for every page, whose classes share no row (D49): deleted in the window; else created in it, which is added; else updated in it"
-- original = """
-- SELECT COUNT(*) FILTER (WHERE delete_ts IS NULL) AS total,
--   COUNT(*) FILTER (WHERE delete_ts IS NULL AND create_ts >= $since) AS added,
--   COUNT(*) FILTER (WHERE delete_ts IS NULL AND update_ts >= $since AND update_ts > create_ts
--     AND create_ts < $since) AS updated,
--   COUNT(*) FILTER (WHERE delete_ts IS NOT NULL AND delete_ts >= $since) AS deleted
-- FROM "$meta"
-- """
--
-- [params.meta]
-- type = "identifier"
-- doc = "the row meta table, <table>_meta; vedana/pipeline_tables lists them"
-- example = "nodes_meta"
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
-- total = "int: rows that are there now"
-- added = "int: created in the window; edited in it as well or not"
-- updated = "int: created before it, changed in it; a row that came back is one of these"
-- deleted = "int: created before it or in it, and gone"
-- ///
SELECT count(*) FILTER (WHERE delete_ts IS NULL) AS total,
    count(*) FILTER (WHERE change = 'added') AS added,
    count(*) FILTER (WHERE change = 'updated') AS updated,
    count(*) FILTER (WHERE change = 'deleted') AS deleted
FROM (
    SELECT delete_ts,
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
