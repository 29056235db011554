-- the events of `tests`, with their data where that is an object
events AS (
    SELECT thread_id, event_id, event_type, thread_events.created_at,
        CASE WHEN json_typeof(event_data) = 'object' THEN
            {{readable}} END AS data
    FROM tests JOIN thread_events USING (thread_id)
)
