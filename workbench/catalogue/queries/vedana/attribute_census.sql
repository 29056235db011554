-- /// query
-- summary = "What each attribute of the stored nodes and edges holds: texts, UUIDs, other values"
-- source = "own: which values Vedana embeds, vedana_etl/steps.py generate_embeddings, and which it passes over without a word (D41)"
--
-- [columns]
-- kind = "str: node or edge"
-- label = "str: node_type or edge_label"
-- attribute = "str, or NULL for a label whose nodes or edges hold nothing at all"
-- records = "int: nodes or edges of the label"
-- texts = "int: texts that are not blank and no UUID, which are what gets a vector"
-- uuids = "int: texts that read as a UUID"
-- blanks = "int: texts of length 0, and nulls"
-- others = "int: numbers, truth values, lists and objects"
-- ///
WITH stored AS (
    SELECT 'node' AS kind, node_type AS label, attributes FROM nodes
    UNION ALL
    SELECT 'edge', edge_label, attributes FROM edges
),
labels AS (
    SELECT kind, label, count(*) AS records FROM stored GROUP BY kind, label
),
cells AS (
    SELECT kind, label, cell.key AS attribute, jsonb_typeof(cell.value) AS type,
        cell.value #>> '{}' AS value
    FROM stored, jsonb_each(CASE jsonb_typeof(attributes) WHEN 'object' THEN attributes END) AS cell
),
judged AS ( -- as Python's uuid.UUID reads a text: without prefix, braces and hyphens
    SELECT kind, label, attribute,
        type = 'null' OR (type = 'string' AND value = '') AS blank,
        type = 'string' AS text,
        translate(btrim(replace(replace(value, 'urn:', ''), 'uuid:', ''), '{}'), '-', '')
            ~ '^[0-9a-fA-F]{32}$' AS uuid
    FROM cells
)
SELECT labels.kind, labels.label, attribute, records,
    count(*) FILTER (WHERE text AND NOT blank AND NOT uuid) AS texts,
    count(*) FILTER (WHERE text AND uuid) AS uuids,
    count(*) FILTER (WHERE blank) AS blanks,
    count(*) FILTER (WHERE NOT text AND NOT blank) AS others
FROM labels LEFT JOIN judged USING (kind, label)
GROUP BY labels.kind, labels.label, attribute, records
ORDER BY labels.kind DESC, labels.label COLLATE "C", attribute COLLATE "C"
