-- /// query
-- summary = "What a pipeline step that also reads the data model would do again, and why"
-- source = "Vedana, datapipe/meta/sql_meta.py, changed units of work; generate_embeddings"
-- differs = "with the reason and the number of all; the step's and its inputs' tables are named, where the original computes them. Any change of the model makes every unit pending, as there (D38): what an embedding needs is told by its text"
-- original = """
-- WITH units AS (SELECT "$key_1", "$key_2", max(update_ts) AS update_ts
--     FROM "$input" GROUP BY "$key_1", "$key_2"),
--   model AS (SELECT max(update_ts) AS update_ts FROM "$model"),
--   updated AS (SELECT u."$key_1", u."$key_2", max(greatest(u.update_ts, m.update_ts)) AS update_ts
--     FROM units u FULL OUTER JOIN model m ON true GROUP BY u."$key_1", u."$key_2")
-- SELECT coalesce(u."$key_1", t."$key_1") AS key_1, coalesce(u."$key_2", t."$key_2") AS key_2
-- FROM updated u FULL OUTER JOIN "$meta" t ON u."$key_1" = t."$key_1" AND u."$key_2" = t."$key_2"
-- WHERE (t.is_success = true AND t.process_ts < u.update_ts) OR t.is_success != true
--   OR t.process_ts IS NULL
-- ORDER BY t.priority DESC NULLS LAST, key_1, key_2
-- """
--
-- [params.meta]
-- type = "identifier"
-- doc = "the step's meta table; vedana/pipeline_steps lists them with their keys"
-- example = "generate_embeddings_3c11efed1b_meta"
--
-- [params.input]
-- type = "identifier"
-- doc = "meta table of the input that the step's units of work come from"
-- example = "nodes_meta"
--
-- [params.model]
-- type = "identifier"
-- doc = "meta table of the input that shares no column with the key; its newest change counts for every unit"
-- example = "dm_anchor_attributes_meta"
--
-- [params.key_1]
-- type = "identifier"
-- doc = "first column of the step's key"
-- example = "node_id"
--
-- [params.key_2]
-- type = "identifier"
-- doc = "second column of the key, or the first again where it has one"
-- example = "node_type"
--
-- [params.key_3]
-- type = "identifier"
-- doc = "third column of the key, or one of the others again"
-- example = "node_type"
--
-- [params.first]
-- type = "int"
-- default = 100
-- doc = "most rows to return"
--
-- [columns]
-- key_1 = "str: value of the first column"
-- key_2 = "str"
-- key_3 = "str"
-- reason = "str: new (never done), failed, or changed (the input is newer)"
-- error = "str or NULL: of the last attempt"
-- total = "int: all pending units of work"
-- ///
WITH updated AS (
    SELECT "$key_1" AS key_1, "$key_2" AS key_2, "$key_3" AS key_3, max(update_ts) AS update_ts
    FROM "$input"
    GROUP BY 1, 2, 3
),
stamped AS (
    SELECT key_1, key_2, key_3, greatest(updated.update_ts, model.update_ts) AS update_ts
    FROM updated CROSS JOIN (SELECT max(update_ts) AS update_ts FROM "$model") AS model
),
done AS (
    SELECT "$key_1" AS key_1, "$key_2" AS key_2, "$key_3" AS key_3, process_ts, is_success, error,
        priority
    FROM "$meta"
)
SELECT key_1, key_2, key_3,
    CASE WHEN process_ts IS NULL THEN 'new' WHEN is_success THEN 'changed' ELSE 'failed' END
        AS reason,
    error, count(*) OVER () AS total
FROM stamped FULL JOIN done USING (key_1, key_2, key_3)
WHERE is_success AND process_ts < update_ts OR NOT is_success OR process_ts IS NULL
ORDER BY priority DESC NULLS LAST, key_1 COLLATE "C", key_2 COLLATE "C", key_3 COLLATE "C"
LIMIT $first::int8
