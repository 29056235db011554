-- /// query
-- summary = "One page of threads in order of activity, read from that end of the events"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.get_data"
-- differs = "one activity for dates and order: the newest event that is not jims.backoffice.*, without one the thread's created_at (D48); shows threads without events; pages by key (OFFSET in the original); ties by thread_id (D11)"
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
-- [params.interface]
-- type = "str"
-- optional = true
-- doc = "one of vedana/thread_interfaces, looked for in the next 400 threads: a page that is not full says nothing of those after"
-- example = "reflex"
--
-- [params.descending]
-- type = "bool"
-- default = true
-- doc = "newest first"
--
-- [params.after_at]
-- type = "timestamp"
-- optional = true
-- doc = "the last row of the page before: its active_at"
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
-- weight = "float: 0, as in vedana/thread_page for this order"
--
-- [settings] # planned with its values each time: a plan for any values reads all events
-- jit = false
-- work_mem = "64MB"
-- ///
WITH newest AS NOT MATERIALIZED ( -- the newest event of each thread; stops early with its indexes
    SELECT thread_id, created_at AS active_at
    FROM thread_events AS event
    WHERE event_type NOT LIKE 'jims.backoffice.%'
        AND created_at >= coalesce($since::timestamp, '-infinity')
        AND ($until::timestamp IS NULL OR created_at < $until)
        AND ( -- asked row by row; as a join it would be done for every event first
            SELECT last.event_id = event.event_id FROM thread_events AS last
            WHERE last.thread_id = event.thread_id AND last.event_type NOT LIKE 'jims.backoffice.%'
            ORDER BY last.created_at DESC, last.event_id DESC LIMIT 1)
        AND (SELECT true FROM threads WHERE threads.thread_id = event.thread_id)
), near AS MATERIALIZED (
    (
        SELECT * FROM newest
        WHERE $descending AND ($after_id::uuid IS NULL
            OR (active_at, thread_id) < ($after_at::timestamp, $after_id))
        ORDER BY active_at DESC, thread_id DESC
        LIMIT CASE WHEN $interface::text IS NULL THEN $page_size::int8 ELSE 400 END
    ) UNION ALL (
        SELECT * FROM newest
        WHERE NOT $descending AND ($after_id IS NULL
            OR (active_at, thread_id) > ($after_at, $after_id))
        ORDER BY active_at, thread_id
        LIMIT CASE WHEN $interface IS NULL THEN $page_size ELSE 400 END
    )
), walked AS MATERIALIZED (
    SELECT near.* FROM near JOIN threads USING (thread_id)
    WHERE $interface IS NULL OR $interface IN (thread_config ->> 'interface',
        thread_config ->> 'channel', thread_config ->> 'source')
    ORDER BY
        CASE WHEN $descending THEN active_at END DESC,
        CASE WHEN $descending THEN thread_id END DESC, active_at, thread_id
    LIMIT $page_size
), looked AS ( -- how far, where more may follow: nothing is known of what lies there
    SELECT min(active_at) + interval '1 microsecond' AS earliest,
        max(active_at) - interval '1 microsecond' AS latest
    FROM near
    HAVING $interface IS NOT NULL AND count(*) = 400
), reach AS MATERIALIZED ( -- from the page before to the end of this one, where it is full
    SELECT
        CASE WHEN NOT $descending THEN coalesce($after_at, '-infinity')
            WHEN count(*) = $page_size THEN min(active_at)
            ELSE coalesce((SELECT earliest FROM looked), '-infinity') END AS earliest,
        CASE WHEN $descending THEN coalesce($after_at, 'infinity')
            WHEN count(*) = $page_size THEN max(active_at)
            ELSE coalesce((SELECT latest FROM looked), 'infinity') END AS latest
    FROM walked
), silent AS ( -- the threads within reach that have no such event
    SELECT thread_id, created_at AS active_at
    FROM threads
    WHERE created_at BETWEEN (SELECT earliest FROM reach) AND (SELECT latest FROM reach)
        AND created_at >= coalesce($since, '-infinity')
        AND ($until IS NULL OR created_at < $until)
        AND CASE
            WHEN $after_id IS NULL THEN true
            WHEN $descending THEN (created_at, thread_id) < ($after_at, $after_id)
            ELSE (created_at, thread_id) > ($after_at, $after_id)
        END
        AND ($interface IS NULL OR $interface IN (thread_config ->> 'interface',
            thread_config ->> 'channel', thread_config ->> 'source'))
        AND (
            SELECT true FROM thread_events AS event
            WHERE event.thread_id = threads.thread_id
                AND event_type NOT LIKE 'jims.backoffice.%' LIMIT 1) IS NULL
)
SELECT thread_id, created_at, thread_config, contact_id, external_id, active_at, 0::float8 AS weight
FROM (SELECT * FROM walked UNION ALL SELECT * FROM silent) AS page JOIN threads USING (thread_id)
ORDER BY
    CASE WHEN $descending THEN active_at END DESC, CASE WHEN $descending THEN thread_id END DESC,
    active_at, thread_id
LIMIT $page_size
