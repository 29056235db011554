-- /// query
-- summary = "The tags that are in use, in code point order"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.get_data"
-- differs = "live tags only: the newest event of a tag on a target added it (D48)"
--
-- [columns]
-- tag = "str"
-- threads = "int: threads with it"
-- ///
WITH named AS (
    SELECT thread_id, event_id, created_at, event_type, data ->> 'target_event_id' AS target,
        btrim(data ->> 'tag', E' \t\n\r\f\v') AS tag
    FROM (
        SELECT *,
            {{readable}} AS data
        FROM thread_events
        WHERE event_type LIKE 'jims.backoffice.%'
            AND event_type IN ('jims.backoffice.tag_added', 'jims.backoffice.tag_removed')
    ) AS said
)
SELECT tag, count(DISTINCT thread_id) AS threads
FROM (
    SELECT DISTINCT ON (thread_id, target, tag) thread_id, target, tag, event_type
    FROM named
    ORDER BY thread_id, target, tag, created_at DESC, event_id DESC
) AS newest
WHERE event_type = 'jims.backoffice.tag_added' AND target <> '' AND tag <> ''
GROUP BY tag
ORDER BY tag COLLATE "C"
