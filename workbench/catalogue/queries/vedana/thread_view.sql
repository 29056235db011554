-- /// query
-- summary = "The last events of a thread that are not jims.*, oldest first, and how many there are"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadViewState._reload"
-- differs = "ties by event_id (D3)"
--
-- [params.thread_id]
-- type = "uuid"
-- doc = "the thread"
-- example = "06b016b5-2c1c-7910-8000-5dfa411cc9eb"
--
-- [params.last]
-- type = "int"
-- default = 30
-- doc = "most events to return"
--
-- [columns]
-- event_id = "uuid"
-- event_type = "str"
-- created_at = "timestamp: naive, clock of the database"
-- event_data = "json or NULL"
-- total = "int: such events of the thread"
-- ///
SELECT event_id, event_type, created_at, event_data, total
FROM (
    SELECT event_id, event_type, created_at, event_data, count(*) OVER () AS total
    FROM thread_events
    WHERE thread_id = $thread_id AND event_type NOT LIKE 'jims.%'
    ORDER BY created_at DESC, event_id DESC
    LIMIT $last::int8
) AS newest
ORDER BY created_at, event_id
