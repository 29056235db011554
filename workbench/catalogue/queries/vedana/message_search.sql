-- /// query
-- summary = "Messages that hold some words, the most relevant first"
-- source = "none in Vedana, whose search box looks for thread ids alone (D48)"
--
-- [params.search]
-- type = "str"
-- doc = "as a web search: words, \"a phrase\", or, -not"
-- example = "quokkas"
--
-- [params.after_relevance]
-- type = "float"
-- optional = true
-- doc = "the last row of the page before: its relevance"
--
-- [params.after_thread]
-- type = "uuid"
-- optional = true
-- doc = "its thread_id"
--
-- [params.after_event]
-- type = "uuid"
-- optional = true
-- doc = "its event_id"
--
-- [params.page_size]
-- type = "int"
-- default = 20
-- doc = "most rows to return"
--
-- [columns]
-- relevance = "float: ts_rank, single precision; ties by thread_id, event_id"
-- thread_id = "uuid"
-- event_id = "uuid"
-- event_type = "str"
-- created_at = "timestamp: naive, clock of the database"
-- role = "str or NULL"
-- excerpt = "str: up to two fragments, its words between « and »"
--
-- [settings] # planned with its values each time: a plan for any values reads all events
-- jit = false
-- work_mem = "64MB"
-- ///
WITH asked AS (
    SELECT websearch_to_tsquery('simple', $search) AS words
), found AS (
    SELECT thread_id, event_id, event_type, created_at, event_data,
        ts_rank(to_tsvector('simple', {{searched}}),
            websearch_to_tsquery('simple', $search))::float8 AS relevance
    FROM thread_events
    WHERE event_type LIKE 'comm.%'
        AND to_tsvector('simple', {{searched}})
            @@ websearch_to_tsquery('simple', $search)
), page AS MATERIALIZED (
    SELECT relevance, thread_id, event_id, event_type, created_at,
        {{readable}} AS data
    FROM found
    WHERE $after_event::uuid IS NULL
        OR (-relevance, thread_id, event_id)
            > (-$after_relevance::float8, $after_thread::uuid, $after_event)
    ORDER BY relevance DESC, thread_id, event_id
    LIMIT $page_size::int8
)
SELECT relevance, thread_id, event_id, event_type, created_at, data ->> 'role' AS role,
    ts_headline('simple', left(data ->> 'content', 100000), words,
        'StartSel=«, StopSel=», MaxFragments=2, MaxWords=20, MinWords=8') AS excerpt
FROM page CROSS JOIN asked
ORDER BY relevance DESC, thread_id, event_id
