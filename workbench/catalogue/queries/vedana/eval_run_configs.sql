-- /// query
-- summary = "What each evaluation run was made with: models, judge, data model, graph"
-- source = "Vedana, jims_backoffice/states/eval.py _summarize_config_for_display"
-- differs = "one record a run, with the number of different ones that its threads hold (D56) and the models that answered beside those that were set"
--
-- [params.run_id]
-- type = "str"
-- optional = true
-- doc = "contact_id of the run's threads, eval:<YYYYmmdd-HHMMSS>; every run where absent"
-- example = "eval:20261101-100000"
--
-- [columns]
-- test_run_id = "str: contact_id of its threads"
-- test_run_name = "str"
-- pipeline_model = "str: as set"
-- models_used = "list of str: as the answers tell"
-- embeddings_model = "str: as set"
-- embeddings_dim = "int or NULL"
-- judge_model = "str"
-- judge_prompt_id = "str: as recorded"
-- judge_prompt_hash = "str: SHA-256 of the recorded prompt, '' where there is none"
-- dm_hash = "str: an old field of the thread's settings"
-- dm_id = "str: SHA-256 of the data model's description"
-- graph_nodes = "json: nodes by label"
-- graph_edges = "json: edges by type"
-- judge_prompt = "str"
-- dm_description = "str"
-- records = "int: different records in the run; 1 where nothing changed under way"
-- ///
WITH tests AS (
    SELECT thread_id, contact_id AS run_id, created_at, thread_config
    FROM threads
    WHERE thread_config @> '{"interface": "eval"}'
        AND ($run_id::text IS NULL OR contact_id = $run_id)
),
events AS (
    SELECT thread_id, run_id, thread_config, tests.created_at AS started, event_id, event_type,
        thread_events.created_at,
        CASE WHEN json_typeof(event_data) = 'object' THEN
            {{readable}} END AS data
    FROM tests JOIN thread_events USING (thread_id)
    WHERE event_type IN ('eval.meta', 'rag.query_processed')
),
metas AS (
    SELECT run_id, thread_config, data::jsonb - 'question' AS meta,
        row_number() OVER (PARTITION BY run_id
            ORDER BY started DESC, thread_id DESC, created_at, event_id) AS place
    FROM events
    WHERE event_type = 'eval.meta' AND data IS NOT NULL
),
used AS (
    SELECT run_id, array_agg(DISTINCT data -> 'technical_info' ->> 'model_used')
        FILTER (WHERE data -> 'technical_info' ->> 'model_used' IS NOT NULL) AS models
    FROM events
    WHERE event_type = 'rag.query_processed'
    GROUP BY run_id
),
counted AS (SELECT run_id, count(DISTINCT meta) AS records FROM metas GROUP BY run_id)
SELECT run_id AS test_run_id,
    coalesce(meta ->> 'test_run_name', thread_config ->> 'test_run_name', '') AS test_run_name,
    coalesce(meta -> 'run_config' ->> 'pipeline_model', '') AS pipeline_model,
    coalesce(models, '{}') AS models_used,
    coalesce(meta -> 'run_config' ->> 'embeddings_model', '') AS embeddings_model,
    CASE WHEN jsonb_typeof(meta -> 'run_config' -> 'embeddings_dim') = 'number'
        THEN (meta -> 'run_config' ->> 'embeddings_dim')::float8::int8 END AS embeddings_dim,
    coalesce(meta -> 'judge' ->> 'judge_model', '') AS judge_model,
    coalesce(meta -> 'judge' ->> 'judge_prompt_id', '') AS judge_prompt_id,
    coalesce(encode(sha256(convert_to(nullif(meta -> 'judge' ->> 'judge_prompt', ''), 'UTF8')),
        'hex'), '') AS judge_prompt_hash,
    coalesce(thread_config ->> 'dm_hash', '') AS dm_hash,
    coalesce(meta -> 'data_model' ->> 'dm_id', '') AS dm_id,
    coalesce(meta -> 'graph' -> 'nodes_by_label', '{}') AS graph_nodes,
    coalesce(meta -> 'graph' -> 'edges_by_type', '{}') AS graph_edges,
    coalesce(meta -> 'judge' ->> 'judge_prompt', '') AS judge_prompt,
    coalesce(meta -> 'data_model' ->> 'dm_description', '') AS dm_description, records
FROM metas JOIN counted USING (run_id) LEFT JOIN used USING (run_id)
WHERE place = 1
ORDER BY run_id COLLATE "C" DESC
