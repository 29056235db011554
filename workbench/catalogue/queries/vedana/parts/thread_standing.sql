-- the highest open severity (-1: none) and the review of each annotated thread
comment AS ( -- in groups: as joins, with no sizes known, each row may meet each
    SELECT thread_id,
        max(CASE data ->> 'severity' WHEN 'High' THEN 2 WHEN 'Medium' THEN 1 ELSE 0 END)
            FILTER (WHERE act = 'feedback') AS rank,
        coalesce((array_agg(act ORDER BY created_at DESC, event_id DESC)
            FILTER (WHERE act IN ('comment_resolved', 'comment_closed', 'comment_reopened')))[1]
            = 'comment_reopened', true) AS open
    FROM (
        SELECT *, substr(event_type, 17) AS act, CASE WHEN event_type = 'jims.backoffice.feedback'
            THEN event_id::text ELSE data ->> 'comment_id' END AS comment_id
        FROM annotation
    ) AS named
    WHERE comment_id IS NOT NULL
    GROUP BY thread_id, comment_id
    HAVING bool_or(act = 'feedback') AND NOT bool_or(act = 'comment_deleted')
), standing AS (
    SELECT thread_id, coalesce(max(rank) FILTER (WHERE open), -1) AS rank,
        CASE WHEN bool_or(resolved) OR NOT bool_or(open) THEN 'Complete' ELSE 'Pending' END AS review
    FROM (
        SELECT thread_id, rank, open, false AS resolved FROM comment
        UNION ALL
        SELECT thread_id, -1, false, true FROM annotation
        WHERE event_type = 'jims.backoffice.review_resolved'
    ) AS each
    GROUP BY thread_id
)
