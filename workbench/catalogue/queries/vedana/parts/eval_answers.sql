-- the last answer of each test
answers AS (
    SELECT DISTINCT ON (thread_id) thread_id, data ->> 'content' AS content
    FROM events
    WHERE event_type = 'comm.assistant_message' AND data IS NOT NULL
    ORDER BY thread_id, created_at DESC, event_id DESC
)
