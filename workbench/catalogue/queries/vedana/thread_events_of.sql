-- /// query
-- summary = "The events of many threads in one read, by thread, oldest first"
-- source = "Vedana, jims_core/thread/thread_controller.py make_context, once per thread"
-- differs = "one statement for a set of threads, for thread_events has no index that would make many cheap (D1); ties by event_id (D3)"
--
-- [params.thread_ids]
-- type = "list[uuid]"
-- doc = "the threads; one without events gives no row"
-- example = ["06b016b5-2c1c-7910-8000-5dfa411cc9eb", "06b016b5-bc12-76a4-8000-4d0a2985d0ec"]
--
-- [columns]
-- thread_id = "uuid"
-- event_id = "uuid"
-- event_type = "str"
-- created_at = "timestamp: naive, clock of the database"
-- event_data = "json or NULL"
-- ///
SELECT thread_id, event_id, event_type, created_at, event_data
FROM thread_events
WHERE thread_id = ANY($thread_ids::uuid[])
ORDER BY thread_id, created_at, event_id
