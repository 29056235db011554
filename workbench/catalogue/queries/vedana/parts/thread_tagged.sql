-- threads where a tag of $tags stands now
tagged AS (
    SELECT DISTINCT thread_id
    FROM (
        SELECT DISTINCT ON (thread_id, target, tag) thread_id, target, tag, event_type
        FROM (
            SELECT *, data ->> 'target_event_id' AS target,
                btrim(data ->> 'tag', E' \t\n\r\f\v') AS tag
            FROM annotation
            WHERE event_type IN ('jims.backoffice.tag_added', 'jims.backoffice.tag_removed')
        ) AS named
        WHERE tag = ANY ($tags)
        ORDER BY thread_id, target, tag, created_at DESC, event_id DESC
    ) AS newest
    WHERE event_type = 'jims.backoffice.tag_added' AND target <> ''
)
