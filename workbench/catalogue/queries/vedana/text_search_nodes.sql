-- /// query
-- summary = "Nodes whose attributes hold the words, best first"
-- source = "Vedana, vedana_core/graph.py text_search"
-- differs = "searches the nodes table with PostgreSQL's text search, where the original sends its own statement as the words to an index that nobody makes (D19)"
--
-- [params.words]
-- type = "str"
-- doc = "as typed into a search engine: words, \"a phrase\", or, -not"
-- example = "quokkas or chess"
--
-- [params.label]
-- type = "str"
-- optional = true
-- doc = "node_type; every one where absent"
--
-- [params.language]
-- type = "str"
-- default = "simple"
-- doc = "a text search configuration: simple compares words as they are, english their stems"
--
-- [params.first]
-- type = "int"
-- default = 100
-- doc = "most rows to return"
--
-- [columns]
-- node_id = "str"
-- node_type = "str"
-- attribute_name = "str: the attribute that matches"
-- attribute_value = "str: whole, though its first 100,000 characters alone are searched"
-- rank = "float: higher is better"
-- ///
SELECT node_id, node_type, key AS attribute_name, value AS attribute_value,
    ts_rank(to_tsvector($language::text::regconfig, left(value, 100000)),
        websearch_to_tsquery($language::text::regconfig, $words))::float8 AS rank
FROM nodes CROSS JOIN LATERAL jsonb_each_text(
    CASE WHEN jsonb_typeof(attributes) = 'object' THEN attributes END)
WHERE ($label::text IS NULL OR node_type = $label)
    AND to_tsvector($language::text::regconfig, left(value, 100000)) -- more may be too much
        @@ websearch_to_tsquery($language::text::regconfig, $words)
ORDER BY rank DESC, node_id COLLATE "C", node_type COLLATE "C", key COLLATE "C"
LIMIT $first::int8
