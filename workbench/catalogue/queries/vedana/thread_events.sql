-- /// query
-- summary = "The events of a thread, oldest first"
-- source = "Vedana, jims_core/thread/thread_controller.py make_context"
-- differs = "events of one instant come by event_id, where the original leaves their order open (D3)"
-- original = "SELECT event_id, event_type, created_at, event_data FROM thread_events WHERE thread_id = $thread_id ORDER BY created_at"
--
-- [params.thread_id]
-- type = "uuid"
-- doc = "the thread"
-- example = "06b016b5-2c1c-7910-8000-5dfa411cc9eb"
--
-- [columns]
-- event_id = "uuid: of one thread, not ordered by time"
-- event_type = "str: e.g. comm.user_message, rag.query_processed"
-- created_at = "timestamp: naive, clock of the database"
-- event_data = "json or NULL"
-- ///
SELECT event_id, event_type, created_at, event_data
FROM thread_events
WHERE thread_id = $thread_id
ORDER BY created_at, event_id
