-- /// query
-- summary = "First and last real time of the logged steps of missions, of those played in a window"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.mission_ids]
-- type = "list[str]"
-- doc = "the missions"
-- example = ["MSN-009", "MSN-016"]
--
-- [params.since]
-- type = "timestamp"
-- optional = true
-- doc = "the last step is not earlier; open where absent"
--
-- [params.until]
-- type = "timestamp"
-- optional = true
-- doc = "the first step is not later; open where absent"
--
-- [columns]
-- mission_id = "str"
-- started = "timestamp: real time"
-- ended = "timestamp: real time"
-- ///
SELECT mission_id, min(occurred_at) AS started, max(occurred_at) AS ended
FROM mission_log
WHERE mission_id = ANY ($mission_ids::text[])
GROUP BY mission_id
HAVING ($since::timestamptz IS NULL OR max(occurred_at) >= $since::timestamptz)
    AND ($until::timestamptz IS NULL OR min(occurred_at) <= $until::timestamptz)
ORDER BY mission_id
