-- /// query
-- summary = "The transform steps of the pipeline, found by their meta tables' names and columns"
-- source = "Vedana, datapipe/compute.py, names of transform meta tables"
-- differs = "read from the database, where the original computes the tables' names from its pipeline's wiring; so a changed pipeline shows its former steps too"
--
-- [columns]
-- step = "str: <function>_<hash of the wiring>"
-- function = "str"
-- meta = "str: the step's meta table"
-- key = "list of str: the columns that name a unit of its work"
-- ///
WITH metas AS (
    SELECT class.relname::text AS meta, array_agg(attname::text ORDER BY attnum) AS names
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
        JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
    WHERE nspname = current_schema() AND relkind IN ('r', 'p')
        AND relname ~ '_[0-9a-f]{10}_meta$'
    GROUP BY class.oid, class.relname
)
SELECT left(meta, -5) AS step, left(meta, -16) AS function, meta,
    ARRAY(SELECT name FROM unnest(names) WITH ORDINALITY AS listed (name, at)
        WHERE name <> ALL ('{process_ts,is_success,priority,error}') ORDER BY at) AS key
FROM metas
WHERE names @> '{process_ts,is_success,priority,error}'
ORDER BY meta COLLATE "C"
