-- what the pipeline of each test cost, and models without a price
costs AS (
    SELECT thread_id, sum(cost) AS pipeline_cost,
        array_agg(DISTINCT model) FILTER (WHERE coalesce(cost, 0) = 0) AS unpriced
    FROM events CROSS JOIN LATERAL (
        SELECT key AS model, CASE WHEN json_typeof(value -> 'requests_cost') = 'number'
            THEN (value ->> 'requests_cost')::float8 END AS cost
        FROM json_each(CASE
            WHEN json_typeof(data -> 'technical_info' -> 'model_stats') = 'object'
            THEN data -> 'technical_info' -> 'model_stats' END)
        WHERE json_typeof(value) = 'object'
    ) AS stats
    WHERE event_type = 'rag.query_processed'
    GROUP BY thread_id
)
