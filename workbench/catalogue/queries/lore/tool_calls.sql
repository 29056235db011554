-- /// query
-- summary = "Recorded calls of tools, in the order in which they were made"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.session_id]
-- type = "str"
-- doc = "calls of one session; null: of all"
-- optional = true
--
-- [params.since]
-- type = "timestamp"
-- doc = "calls from this real time on; null: all"
-- optional = true
--
-- [params.tool]
-- type = "str"
-- doc = "calls of one tool; null: of all"
-- optional = true
--
-- [columns]
-- id = "int"
-- session_id = "str"
-- tool_name = "str"
-- arguments = "json"
-- result = "json"
-- duration_ms = "int"
-- error = "str"
-- called_at = "timestamp"
-- ///
SELECT id, session_id, tool_name, arguments, result, duration_ms, error, called_at
FROM tool_call
WHERE ($session_id::text IS NULL OR session_id = $session_id)
  AND ($since::timestamptz IS NULL OR called_at >= $since)
  AND ($tool::text IS NULL OR tool_name = $tool)
ORDER BY called_at, id
