-- /// query
-- summary = "Every table that can be read, with its columns in their order"
-- source = "completion in the query console"
--
-- [columns]
-- table = "str: with its schema where the search path does not find it"
-- column = "str"
-- type = "str"
-- ///
SELECT
    CASE
        WHEN c.table_schema = ANY (current_schemas(false)) THEN c.table_name
        ELSE c.table_schema || '.' || c.table_name
    END AS "table",
    c.column_name AS "column",
    c.data_type AS type
FROM information_schema.columns AS c
WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1, c.ordinal_position
