-- /// query
-- summary = "Every event of a set of threads, in the columns of the bulk export"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.confirm_bulk_export"
-- differs = "event_domain and event_name, which nothing writes, come from event_type (D5); ties by event_id (D3)"
-- original = """
-- SELECT thread_id, event_id, created_at, event_type, event_domain, event_name, event_data
-- FROM thread_events WHERE thread_id = ANY ($thread_ids::uuid[]) ORDER BY thread_id, created_at
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
-- created_at = "timestamp: naive, clock of the database"
-- event_type = "str"
-- event_domain = "str: event_type up to its first dot"
-- event_name = "str: what follows it"
-- event_data = "json or NULL"
-- ///
SELECT thread_id, event_id, created_at, event_type,
    coalesce(event_domain, split_part(event_type, '.', 1)) AS event_domain,
    coalesce(event_name, substring(event_type FROM '\.(.*)$'), '') AS event_name,
    event_data
FROM thread_events
WHERE thread_id = ANY ($thread_ids::uuid[])
ORDER BY thread_id, created_at, event_id
