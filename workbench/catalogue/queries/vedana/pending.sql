-- /// query
-- summary = "What a pipeline step with one input would do again, and why"
-- source = "Vedana, datapipe/meta/sql_meta.py, changed units of work"
-- differs = "with the reason and the number of all; the step's and its input's tables are named, where the original computes them"
--
-- [params.meta]
-- type = "identifier"
-- doc = "the step's meta table; vedana/pipeline_steps lists them with their keys"
-- example = "prepare_nodes_34bc19d28a_meta"
--
-- [params.input]
-- type = "identifier"
-- doc = "meta table of the input that the step's units of work come from"
-- example = "grist_nodes_meta"
--
-- [params.key_1]
-- type = "identifier"
-- doc = "first column of the step's key"
-- example = "node_id"
--
-- [params.key_2]
-- type = "identifier"
-- doc = "second column of the key, or the first again where it has one"
-- example = "node_id"
--
-- [params.key_3]
-- type = "identifier"
-- doc = "third column of the key, or one of the others again"
-- example = "node_id"
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
done AS (
    SELECT "$key_1" AS key_1, "$key_2" AS key_2, "$key_3" AS key_3, process_ts, is_success, error,
        priority
    FROM "$meta"
)
SELECT key_1, key_2, key_3,
    CASE WHEN process_ts IS NULL THEN 'new' WHEN is_success THEN 'changed' ELSE 'failed' END
        AS reason,
    error, count(*) OVER () AS total
FROM updated FULL JOIN done USING (key_1, key_2, key_3)
WHERE is_success AND process_ts < update_ts OR NOT is_success OR process_ts IS NULL
ORDER BY priority DESC NULLS LAST, key_1 COLLATE "C", key_2 COLLATE "C", key_3 COLLATE "C"
LIMIT $first::int8
