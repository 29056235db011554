-- /// query
-- summary = "What the last run did to a table: when, and how many rows it added, updated and deleted"
-- source = "Vedana, vedana_backoffice/states/etl.py, last run of a table"
-- differs = "the classes share no row, where the original counts a deleted row as updated too (D49); sees every time, where the original stops at 1000"
--
-- [params.meta]
-- type = "identifier"
-- doc = "the row meta table, <table>_meta; vedana/pipeline_tables lists them"
-- example = "nodes_meta"
--
-- [params.gap_seconds]
-- type = "float"
-- default = 300.0
-- doc = "a longer pause between two rows' times ends a run: Vedana's guess, for Datapipe records no runs"
--
-- [columns]
-- process_ts = "float or NULL: when a row was last looked at, Unix seconds"
-- row_count = "int: rows that are there now"
-- last_run_start = "float or NULL: Unix seconds; NULL where nothing ever changed"
-- last_run_end = "float or NULL"
-- added = "int: rows"
-- updated = "int: rows"
-- deleted = "int: rows"
-- ///
WITH times AS (
    SELECT at, lag(at) OVER (ORDER BY at DESC) - at AS pause
    FROM (SELECT DISTINCT update_ts AS at FROM "$meta" WHERE update_ts IS NOT NULL) AS changed
),
numbered AS (
    SELECT at, count(*) FILTER (WHERE pause > $gap_seconds::float8) OVER (ORDER BY at DESC) AS older
    FROM times
),
run AS (SELECT min(at) AS since, max(at) AS until FROM numbered WHERE older = 0)
SELECT max(process_ts) AS process_ts, count(create_ts) FILTER (WHERE delete_ts IS NULL) AS row_count,
    since AS last_run_start, until AS last_run_end,
    count(*) FILTER (WHERE delete_ts IS NULL AND create_ts BETWEEN since AND until) AS added,
    count(*) FILTER (WHERE delete_ts IS NULL AND create_ts < since
        AND update_ts BETWEEN since AND until) AS updated,
    count(*) FILTER (WHERE delete_ts BETWEEN since AND until) AS deleted
FROM run LEFT JOIN "$meta" ON true
GROUP BY since, until
