-- /// query
-- summary = "The tables that Datapipe keeps books on, found by their meta tables' columns"
-- source = "Vedana, datapipe/meta/sql_meta.py, row meta tables"
-- differs = "read from the database, where the original reads its own pipeline's code"
--
-- [columns]
-- table_name = "str"
-- meta = "str: its meta table"
-- key = "list of str: the columns that name a row"
-- in_relational = "bool: false where the rows live elsewhere, as those of memgraph_nodes do"
-- ///
WITH metas AS (
    SELECT class.relname::text AS meta, array_agg(attname::text ORDER BY attnum) AS names
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
        JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
    WHERE nspname = current_schema() AND relkind IN ('r', 'p') AND relname LIKE '%\_meta'
    GROUP BY class.oid, class.relname
)
SELECT left(meta, -5) AS table_name, meta,
    ARRAY(SELECT name FROM unnest(names) WITH ORDINALITY AS listed (name, at)
        WHERE name <> ALL ('{hash,create_ts,update_ts,process_ts,delete_ts}') ORDER BY at) AS key,
    to_regclass(quote_ident(left(meta, -5))) IS NOT NULL AS in_relational
FROM metas
WHERE names @> '{hash,create_ts,update_ts,process_ts,delete_ts}'
ORDER BY meta COLLATE "C"
