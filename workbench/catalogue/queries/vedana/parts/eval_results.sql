-- the last verdict on each test
results AS (
    SELECT DISTINCT ON (thread_id) thread_id, data,
        lower(btrim(data ->> 'test_status')) AS test_status,
        CASE WHEN data ->> 'eval_judge_rating' ~ '^\s*-?\d{1,9}(\.\d+)?\s*$'
            THEN (data ->> 'eval_judge_rating')::float8 END AS rating,
        CASE WHEN json_typeof(data -> 'judge_cost') = 'number'
            THEN (data ->> 'judge_cost')::float8 END AS judge_cost
    FROM events
    WHERE event_type = 'eval.result' AND data IS NOT NULL
    ORDER BY thread_id, created_at DESC, event_id DESC
)
