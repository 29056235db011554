-- whether each test failed, and the seconds from its question to its answer
talks AS (
    SELECT thread_id, bool_or(event_type = 'rag.error') AS failed,
        extract(epoch FROM
            max(created_at) FILTER (WHERE event_type = 'comm.assistant_message')
            - max(created_at) FILTER (WHERE event_type = 'comm.user_message'))::float8 AS seconds
    FROM events
    GROUP BY thread_id
)
