-- /// query
-- summary = "Of each thread its first question and what kinds of events it has"
-- source = "none in Vedana, whose list shows no question"
--
-- [params.thread_ids]
-- type = "list[uuid]"
-- doc = "the threads; one without events gives no row"
-- example = ["06b016b5-6fc3-7042-8000-9481d6cd6cd5"]
--
-- [columns]
-- thread_id = "uuid"
-- events = "int"
-- turns = "int: messages of a user, by type"
-- errors = "int: rag.error"
-- types = "list[str]: in code point order"
-- title = "str or NULL: the first 300 characters of the first such message"
-- ///
SELECT thread_id, count(*) AS events,
    count(*) FILTER (WHERE event_type LIKE 'comm.user%') AS turns,
    count(*) FILTER (WHERE event_type = 'rag.error') AS errors,
    array_agg(DISTINCT event_type ORDER BY event_type) AS types,
    (array_agg(left({{searched}}, 300) ORDER BY created_at, event_id)
        FILTER (WHERE event_type LIKE 'comm.user%'))[1] AS title
FROM thread_events
WHERE thread_id = ANY ($thread_ids::uuid[])
GROUP BY thread_id
ORDER BY thread_id
