-- /// query
-- summary = "The events of a thread whose type holds some text, newest first"
-- source = "Vedana, jims_backoffice/routes"
-- differs = "ties by event_id (D3); % and _ in the text stand for themselves"
-- original = """
-- SELECT event_id, event_type, created_at, event_data FROM thread_events
-- WHERE thread_id = $thread_id AND event_type LIKE '%' || $part || '%' ORDER BY created_at DESC
-- """
--
-- [params.thread_id]
-- type = "uuid"
-- doc = "the thread"
-- example = "06b016b5-2c1c-7910-8000-5dfa411cc9eb"
--
-- [params.part]
-- type = "str"
-- default = ""
-- doc = "a part of the event type"
-- example = "user"
--
-- [columns]
-- event_id = "uuid"
-- event_type = "str"
-- created_at = "timestamp: naive, clock of the database"
-- event_data = "json or NULL"
-- ///
SELECT event_id, event_type, created_at, event_data
FROM thread_events
WHERE thread_id = $thread_id AND strpos(event_type, $part) > 0
ORDER BY created_at DESC, event_id DESC
