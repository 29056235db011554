-- /// query
-- summary = "One page of the threads that match, in order of activity, priority or relevance"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.get_data"
-- differs = "filters in SQL, not by a scan of every page, and by the words of messages too (D48); live tags only (D48); one activity for dates and order: the newest event that is not jims.backoffice.*, without one the thread's created_at (D48); a NULL comment_id hides nothing, where NOT IN hid every priority (D47); shows threads without events; pages by key, so a page stays where it is when threads are added (OFFSET in the original); ties by thread_id (D11)"
--
-- [params.since]
-- type = "timestamp"
-- optional = true
-- doc = "least activity; naive, clock of the database"
--
-- [params.until]
-- type = "timestamp"
-- optional = true
-- doc = "activity is before this"
--
-- [params.thread_id]
-- type = "str"
-- optional = true
-- doc = "a part of the id, in any case"
-- example = "06b016b5-"
--
-- [params.interface]
-- type = "str"
-- optional = true
-- doc = "one of vedana/thread_interfaces"
-- example = "widget"
--
-- [params.contact]
-- type = "str"
-- optional = true
-- doc = "contact_id, whole"
-- example = "widget:1"
--
-- [params.review]
-- type = "str"
-- optional = true
-- doc = "Pending (a comment is open), Complete (none is), - (no comments)"
-- example = "Pending"
--
-- [params.priority]
-- type = "str"
-- optional = true
-- doc = "highest severity among open comments: High, Medium, Low, - (none is open)"
-- example = "High"
--
-- [params.tags]
-- type = "list[str]"
-- optional = true
-- doc = "any of these is a live tag on the thread"
-- example = ["good"]
--
-- [params.search]
-- type = "str"
-- optional = true
-- doc = "what one message must hold, as a web search: words, \"a phrase\", or, -not"
-- example = "quokkas"
--
-- [params.ranked]
-- type = "bool"
-- optional = true
-- doc = "true: only threads with an open comment; false: only those without"
--
-- [params.order]
-- type = "str"
-- default = "activity"
-- doc = "activity, priority (then activity), or relevance to the search (then activity)"
--
-- [params.descending]
-- type = "bool"
-- default = true
-- doc = "newest, highest, most relevant first"
--
-- [params.after_weight]
-- type = "float"
-- optional = true
-- doc = "the last row of the page before: its weight"
--
-- [params.after_at]
-- type = "timestamp"
-- optional = true
-- doc = "its active_at"
--
-- [params.after_id]
-- type = "uuid"
-- optional = true
-- doc = "its thread_id"
--
-- [params.page_size]
-- type = "int"
-- default = 20
-- doc = "most rows to return"
--
-- [columns]
-- thread_id = "uuid"
-- created_at = "timestamp: naive, clock of the application"
-- thread_config = "json"
-- contact_id = "str or NULL"
-- external_id = "str or NULL: not unique"
-- active_at = "timestamp: the newest event that is not jims.backoffice.*, else created_at"
-- weight = "float: what is ordered by before activity: priority -1 to 2, relevance, else 0"
--
-- [settings] # planned with its values each time: a plan for any values reads all events
-- jit = false
-- work_mem = "64MB"
-- ///
WITH annotation AS MATERIALIZED (
    SELECT thread_id, event_id, created_at, event_type,
        CASE WHEN strpos(event_data::text, '\u') = 0 THEN event_data -- cheaper, and so it is mostly
            ELSE {{readable}} END AS data
    FROM thread_events
    WHERE event_type LIKE 'jims.backoffice.%'
        AND ($order = 'priority' OR $ranked::bool IS NOT NULL OR $review::text IS NOT NULL
            OR $priority::text IS NOT NULL OR $tags::text[] IS NOT NULL)
        AND ($tags IS NOT NULL OR event_type
            NOT IN ('jims.backoffice.tag_added', 'jims.backoffice.tag_removed'))
),
{{thread_standing}},
{{thread_tagged}}, found AS (
    SELECT thread_id, max(CASE WHEN $order = 'relevance' THEN ts_rank(to_tsvector('simple', {{searched}}),
        websearch_to_tsquery('simple', $search)) END)::float8 AS relevance
    FROM thread_events
    WHERE $search::text IS NOT NULL AND event_type LIKE 'comm.%'
        AND to_tsvector('simple', {{searched}})
            @@ websearch_to_tsquery('simple', $search)
    GROUP BY thread_id
), chosen AS MATERIALIZED (
    SELECT thread.thread_id, thread.created_at,
        CASE $order
            WHEN 'priority' THEN coalesce(standing.rank, -1)
            WHEN 'relevance' THEN coalesce(found.relevance, 0)
            ELSE 0
        END::float8 AS weight
    FROM threads AS thread
    LEFT JOIN standing USING (thread_id)
    LEFT JOIN tagged USING (thread_id)
    LEFT JOIN found USING (thread_id)
    WHERE ($thread_id::text IS NULL
            OR strpos(thread.thread_id::text, lower(btrim($thread_id))) > 0)
        AND ($interface::text IS NULL OR $interface IN (thread_config ->> 'interface',
            thread_config ->> 'channel', thread_config ->> 'source'))
        AND ($contact::text IS NULL OR contact_id = $contact)
        AND ($review IS NULL OR coalesce(standing.review, '-') = $review)
        AND ($priority IS NULL
            OR $priority = (ARRAY['-', 'Low', 'Medium', 'High'])[coalesce(standing.rank, -1) + 2])
        AND ($tags IS NULL OR tagged.thread_id IS NOT NULL)
        AND ($ranked::bool IS NULL OR (coalesce(standing.rank, -1) >= 0) = $ranked)
        AND ($search IS NULL OR found.thread_id IS NOT NULL)
), active AS MATERIALIZED (
    SELECT chosen.*, coalesce((
            SELECT created_at FROM thread_events
            WHERE thread_id = chosen.thread_id AND event_type NOT LIKE 'jims.backoffice.%'
            ORDER BY created_at DESC, event_id DESC LIMIT 1), chosen.created_at) AS active_at
    FROM chosen
), page AS MATERIALIZED (
    SELECT thread_id, active_at, weight
    FROM active
    WHERE active_at >= coalesce($since::timestamp, '-infinity')
        AND ($until::timestamp IS NULL OR active_at < $until)
        AND CASE
            WHEN $after_id::uuid IS NULL THEN true
            WHEN $descending THEN (weight, active_at, thread_id)
                < ($after_weight::float8, $after_at::timestamp, $after_id)
            ELSE (weight, active_at, thread_id) > ($after_weight, $after_at, $after_id)
        END
    ORDER BY
        CASE WHEN $descending THEN weight END DESC, CASE WHEN $descending THEN active_at END DESC,
        CASE WHEN $descending THEN thread_id END DESC, weight, active_at, thread_id
    LIMIT $page_size::int8
)
SELECT thread_id, created_at, thread_config, contact_id, external_id, active_at, weight
FROM page JOIN threads USING (thread_id)
ORDER BY
    CASE WHEN $descending THEN weight END DESC, CASE WHEN $descending THEN active_at END DESC,
    CASE WHEN $descending THEN thread_id END DESC, weight, active_at, thread_id
