-- /// query
-- summary = "One conversation thread"
-- source = "Vedana, jims_core/thread/thread_controller.py from_thread_id"
--
-- [params.thread_id]
-- type = "uuid"
-- doc = "the thread"
-- example = "06b016b5-2c1c-7910-8000-5dfa411cc9eb"
--
-- [columns]
-- thread_id = "uuid"
-- created_at = "timestamp: naive, clock of the application, not that of the events"
-- thread_config = "json"
-- contact_id = "str or NULL"
-- external_id = "str or NULL: not unique"
-- ///
SELECT thread_id, created_at, thread_config, contact_id, external_id
FROM threads
WHERE thread_id = $thread_id
