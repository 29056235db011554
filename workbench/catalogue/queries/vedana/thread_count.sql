-- /// query
-- summary = "The number of threads that match"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.get_data"
-- differs = "filters in SQL, not by a scan of every page, and by the words of messages too (D48); live tags only (D48); one activity for dates and order: the newest event that is not jims.backoffice.*, without one the thread's created_at (D48); a NULL comment_id hides nothing, where NOT IN hid every priority (D47); shows threads without events"
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
-- [columns]
-- threads = "int"
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
        AND ($review::text IS NOT NULL
            OR $priority::text IS NOT NULL OR $tags::text[] IS NOT NULL)
        AND ($tags IS NOT NULL OR event_type
            NOT IN ('jims.backoffice.tag_added', 'jims.backoffice.tag_removed'))
),
{{thread_standing}},
{{thread_tagged}}, found AS (
    SELECT thread_id
    FROM thread_events
    WHERE $search::text IS NOT NULL AND event_type LIKE 'comm.%'
        AND to_tsvector('simple', {{searched}})
            @@ websearch_to_tsquery('simple', $search)
    GROUP BY thread_id
), chosen AS MATERIALIZED (
    SELECT thread.thread_id, thread.created_at
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
        AND ($search IS NULL OR found.thread_id IS NOT NULL)
)
SELECT count(*) AS threads
FROM chosen
WHERE ($since::timestamp IS NULL AND $until::timestamp IS NULL) -- else every activity is read
    OR (
        SELECT coalesce(max(event.created_at), chosen.created_at)
            >= coalesce($since, '-infinity')
            AND ($until IS NULL OR coalesce(max(event.created_at), chosen.created_at) < $until)
        FROM thread_events AS event
        WHERE thread_id = chosen.thread_id AND event_type NOT LIKE 'jims.backoffice.%')
