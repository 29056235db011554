-- /// query
-- summary = "Rows of any table as JSON, a page of them"
-- source = "Vedana, vedana_backoffice/states/etl.py, table preview"
-- differs = "ordered, so that pages do not overlap (D49); as JSON, for the columns vary; a vector is told by its length"
--
-- [params.table]
-- type = "identifier"
-- doc = "any table"
-- example = "nodes"
--
-- [params.order_by]
-- type = "identifier"
-- doc = "the column to order by; equal ones come as they lie in the table"
-- example = "node_id"
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
-- row = "json: the row's columns"
-- ///
WITH shown AS (
    SELECT row_number() OVER () AS place, page.*
    FROM (
        SELECT * FROM "$table" ORDER BY "$order_by", ctid LIMIT $first::int8 OFFSET $skip::int8
    ) AS page
),
plain AS (SELECT place, to_jsonb(shown) - 'place' AS row FROM shown)
SELECT CASE WHEN row ? 'embedding' THEN row || jsonb_build_object('embedding', 'Vector('
        || cardinality(string_to_array(row ->> 'embedding', ',')) || ')') ELSE row END AS row
FROM plain
ORDER BY place
