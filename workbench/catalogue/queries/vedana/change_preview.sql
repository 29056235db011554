-- /// query
-- summary = "The rows of a table that changed last, newest first, with what they hold now"
-- source = "Vedana, vedana_backoffice/states/etl.py, change preview"
-- differs = "classed as everywhere else, with pages that do not overlap (D49); key and row as JSON, for their columns vary; a vector is told by its length"
--
-- [params.meta]
-- type = "identifier"
-- doc = "the row meta table, <table>_meta; vedana/pipeline_tables lists them"
-- example = "nodes_meta"
--
-- [params.table]
-- type = "identifier"
-- doc = "the table itself; rows are matched by the columns that both have, which are the key"
-- example = "nodes"
--
-- [params.since]
-- type = "float"
-- optional = true
-- doc = "start of the window, Unix seconds: earlier changes are left out, and rows that were there by then are updated; where absent, those that changed after they were created are"
--
-- [params.first]
-- type = "int"
-- default = 100
-- doc = "most rows to return"
--
-- [params.skip]
-- type = "int"
-- default = 0
-- doc = "rows to leave out before them"
--
-- [columns]
-- change_type = "str: added, updated or deleted"
-- changed_at = "float: Unix seconds"
-- key = "json"
-- row = "json or NULL: NULL for a deleted row, whose values are not kept"
-- ///
WITH changed AS ( -- whole rows, so that only those of the page become JSON
    SELECT row_number() OVER () AS place, page.*
    FROM (
        SELECT meta, "$table" AS stored, create_ts, update_ts, delete_ts
        FROM "$meta" AS meta NATURAL LEFT JOIN "$table"
        WHERE coalesce(delete_ts, update_ts) >= coalesce($since::float8, '-infinity')
        ORDER BY coalesce(delete_ts, update_ts) DESC, meta
        LIMIT $first::int8 OFFSET $skip::int8
    ) AS page
),
plain AS (
    SELECT place,
        CASE WHEN delete_ts IS NOT NULL THEN 'deleted'
            WHEN create_ts < coalesce($since::float8, update_ts) THEN 'updated'
            ELSE 'added' END AS change_type,
        coalesce(delete_ts, update_ts) AS changed_at,
        to_jsonb(meta) - '{hash,create_ts,update_ts,process_ts,delete_ts}'::text[] AS key,
        CASE WHEN delete_ts IS NULL THEN to_jsonb(stored) END AS row
    FROM changed
)
SELECT change_type, changed_at, key,
    CASE WHEN row ? 'embedding' THEN row || jsonb_build_object('embedding', 'Vector('
        || cardinality(string_to_array(row ->> 'embedding', ',')) || ')') ELSE row END AS row
FROM plain
ORDER BY place
