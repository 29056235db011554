-- /// query
-- summary = "What reviewers left on threads: tags, comments, resolutions; oldest first"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.get_data"
-- differs = "ties by event_id (D3)"
-- original = """
-- SELECT thread_id, event_id, event_type, created_at, event_data FROM thread_events
-- WHERE thread_id = ANY ($thread_ids::uuid[]) AND event_type LIKE 'jims.backoffice.%' ORDER BY created_at
-- """
--
-- [params.thread_ids]
-- type = "list[uuid]"
-- doc = "the threads"
-- example = ["06b016b5-6fc3-7042-8000-9481d6cd6cd5"]
--
-- [columns]
-- thread_id = "uuid"
-- event_id = "uuid"
-- event_type = "str: jims.backoffice.*"
-- created_at = "timestamp: naive, clock of the database"
-- event_data = "json or NULL"
-- ///
SELECT thread_id, event_id, event_type, created_at, event_data
FROM thread_events
WHERE thread_id = ANY ($thread_ids::uuid[]) AND event_type LIKE 'jims.backoffice.%'
ORDER BY created_at, event_id
