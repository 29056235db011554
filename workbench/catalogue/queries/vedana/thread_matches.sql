-- /// query
-- summary = "Of each thread the message that a search finds best, and how many it finds"
-- source = "none in Vedana, whose search box looks for thread ids alone (D48)"
--
-- [params.thread_ids]
-- type = "list[uuid]"
-- doc = "the threads"
-- example = ["06b016b5-6fc3-7042-8000-9481d6cd6cd5"]
--
-- [params.search]
-- type = "str"
-- doc = "as a web search: words, \"a phrase\", or, -not"
-- example = "quokkas"
--
-- [columns]
-- thread_id = "uuid"
-- event_id = "uuid: the best message, the newest of equals"
-- relevance = "float: ts_rank, single precision"
-- matches = "int: messages of the thread that are found"
-- excerpt = "str: up to two fragments, its words between « and »"
-- ///
WITH asked AS (
    SELECT websearch_to_tsquery('simple', $search) AS words
), found AS MATERIALIZED (
    SELECT *, to_tsvector('simple', content) AS vector
    FROM (
        SELECT thread_id, event_id, created_at,
            {{searched}} AS content
        FROM thread_events
        WHERE thread_id = ANY ($thread_ids::uuid[]) AND event_type LIKE 'comm.%'
    ) AS said
), best AS (
    SELECT DISTINCT ON (thread_id) thread_id, event_id, content,
        ts_rank(vector, words)::float8 AS relevance,
        count(*) OVER (PARTITION BY thread_id) AS matches
    FROM found CROSS JOIN asked
    WHERE vector @@ words
    ORDER BY thread_id, ts_rank(vector, words) DESC, created_at DESC, event_id DESC
)
SELECT thread_id, event_id, relevance, matches,
    ts_headline('simple', content, asked.words,
        'StartSel=«, StopSel=», MaxFragments=2, MaxWords=20, MinWords=8') AS excerpt
FROM best CROSS JOIN asked
ORDER BY thread_id
