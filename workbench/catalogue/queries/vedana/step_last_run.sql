-- /// query
-- summary = "What the last run of a pipeline step did: when, and how many units of work succeeded"
-- source = "Vedana, vedana_backoffice/states/etl.py, last run of a step"
-- differs = "sees every time, where the original stops at 1000"
--
-- [params.meta]
-- type = "identifier"
-- doc = "the step's meta table; vedana/pipeline_steps lists them"
-- example = "prepare_nodes_34bc19d28a_meta"
--
-- [params.gap_seconds]
-- type = "float"
-- default = 300.0
-- doc = "a longer pause between two rows' times ends a run: Vedana's guess, for Datapipe records no runs"
--
-- [columns]
-- last_run_start = "float or NULL: Unix seconds; NULL where it never ran"
-- last_run_end = "float or NULL"
-- rows_processed = "int: units of work in that run"
-- rows_success = "int"
-- rows_failed = "int"
-- total_success = "int: over all runs, as each unit stands"
-- total_failed = "int"
-- ///
WITH times AS (
    SELECT at, lag(at) OVER (ORDER BY at DESC) - at AS pause
    FROM (SELECT DISTINCT process_ts AS at FROM "$meta" WHERE process_ts > 0) AS processed
),
numbered AS (
    SELECT at, count(*) FILTER (WHERE pause > $gap_seconds::float8) OVER (ORDER BY at DESC) AS older
    FROM times
),
run AS (SELECT min(at) AS since, max(at) AS until FROM numbered WHERE older = 0),
work AS (SELECT process_ts, is_success IS TRUE AS done FROM "$meta")
SELECT since AS last_run_start, until AS last_run_end,
    count(*) FILTER (WHERE process_ts BETWEEN since AND until) AS rows_processed,
    count(*) FILTER (WHERE process_ts BETWEEN since AND until AND done) AS rows_success,
    count(*) FILTER (WHERE process_ts BETWEEN since AND until AND NOT done) AS rows_failed,
    count(*) FILTER (WHERE done) AS total_success,
    count(*) FILTER (WHERE NOT done) AS total_failed
FROM run LEFT JOIN work ON true
GROUP BY since, until
