-- /// query
-- summary = "Tests of evaluation runs with everything recorded, for a table outside"
-- source = "Vedana, jims_backoffice/states/eval.py _build_export_rows"
-- differs = "a thread's first eval.meta, as in the record of its run, where the original takes the last; ties by thread_id (D11); events that are no objects are kept in the trace"
--
-- [params.run_id]
-- type = "str"
-- optional = true
-- doc = "contact_id of the run's threads, eval:<YYYYmmdd-HHMMSS>; every run where absent"
-- example = "eval:20261101-100000"
--
-- [params.scenario]
-- type = "str"
-- optional = true
-- doc = "question_scenario of the threads; every one where absent"
--
-- [columns]
-- thread_id = "uuid"
-- test_date = "str: run label of the result's date"
-- run_id = "str"
-- run_label = "str"
-- test_run_name = "str"
-- question_scenario = "str"
-- gds_question = "str"
-- gds_answer = "str"
-- llm_answer = "str: the last message of the assistant"
-- test_status = "str: as recorded, a dash where there is no result"
-- eval_judge_rating = "str: as recorded"
-- eval_judge_comment = "str"
-- judge_cost = "float or NULL"
-- pipeline_cost = "float: 0 where nothing is known"
-- pipeline_model = "str"
-- embeddings_model = "str: as set"
-- embeddings_dim = "str: as set"
-- judge_model = "str"
-- judge_prompt_id = "str"
-- graph_nodes_by_label = "json"
-- graph_edges_by_type = "json"
-- dm_id = "str"
-- dm_description = "str"
-- rag_query_processed_trace = "str: every event as JSON, [{created_at, event_type, event_data}]"
-- ///
WITH tests AS (
    SELECT thread_id, contact_id AS run_id, created_at, thread_config
    FROM threads
    WHERE thread_config @> '{"interface": "eval"}'
        AND ($run_id::text IS NULL OR contact_id = $run_id)
        AND ($scenario::text IS NULL OR thread_config ->> 'question_scenario' = $scenario)
),
{{eval_events}},
{{eval_results}},
metas AS (
    SELECT DISTINCT ON (thread_id) thread_id, data
    FROM events
    WHERE event_type = 'eval.meta' AND data IS NOT NULL
    ORDER BY thread_id, created_at, event_id
),
{{eval_answers}},
traces AS (
    SELECT thread_id, json_agg(json_build_object('created_at', thread_events.created_at,
            'event_type', event_type, 'event_data', event_data)
        ORDER BY thread_events.created_at, event_id) AS trace
    FROM tests JOIN thread_events USING (thread_id)
    GROUP BY thread_id
),
{{eval_costs}},
named AS (
    SELECT thread_id, tests.created_at, run_id, thread_config, results.data AS result,
        metas.data AS meta, judge_cost, pipeline_cost, content, trace,
        coalesce(nullif(thread_config ->> 'test_run_name', ''), metas.data ->> 'test_run_name', '')
            AS test_run_name,
        regexp_replace(coalesce(run_id, ''),
            '^eval:(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$', '\1-\2-\3 \4:\5:\6') AS started
    FROM tests LEFT JOIN results USING (thread_id) LEFT JOIN metas USING (thread_id)
        LEFT JOIN answers USING (thread_id) LEFT JOIN traces USING (thread_id)
        LEFT JOIN costs USING (thread_id)
)
SELECT thread_id,
    coalesce(result ->> 'test_date', concat_ws(' — ', nullif(test_run_name, ''), started))
        AS test_date,
    coalesce(run_id, '') AS run_id,
    concat_ws(' — ', nullif(test_run_name, ''), started) AS run_label, test_run_name,
    coalesce(thread_config ->> 'question_scenario', '') AS question_scenario,
    coalesce(result ->> 'gds_question', '') AS gds_question,
    coalesce(result ->> 'gds_answer', '') AS gds_answer, coalesce(content, '') AS llm_answer,
    coalesce(result ->> 'test_status', '—') AS test_status,
    coalesce(result ->> 'eval_judge_rating', '') AS eval_judge_rating,
    coalesce(result ->> 'eval_judge_comment', '') AS eval_judge_comment, judge_cost,
    coalesce(pipeline_cost, 0) AS pipeline_cost,
    coalesce(result ->> 'pipeline_model', meta -> 'run_config' ->> 'pipeline_model', '')
        AS pipeline_model,
    coalesce(meta -> 'run_config' ->> 'embeddings_model', '') AS embeddings_model,
    coalesce(meta -> 'run_config' ->> 'embeddings_dim', '') AS embeddings_dim,
    coalesce(meta -> 'judge' ->> 'judge_model', '') AS judge_model,
    coalesce(meta -> 'judge' ->> 'judge_prompt_id', '') AS judge_prompt_id,
    coalesce(meta -> 'graph' -> 'nodes_by_label', '{}') AS graph_nodes_by_label,
    coalesce(meta -> 'graph' -> 'edges_by_type', '{}') AS graph_edges_by_type,
    coalesce(meta -> 'data_model' ->> 'dm_id', '') AS dm_id,
    coalesce(meta -> 'data_model' ->> 'dm_description', '') AS dm_description,
    coalesce(trace::text, '') AS rag_query_processed_trace
FROM named
ORDER BY created_at DESC, thread_id DESC
