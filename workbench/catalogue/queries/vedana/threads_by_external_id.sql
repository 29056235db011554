-- /// query
-- summary = "Every thread with an external id, newest first"
-- source = "Vedana, jims_core/thread/thread_controller.py from_external_id"
-- differs = "returns all matches, newest first, where the original raises on a repeated id (D4)"
-- original = "SELECT thread_id, created_at, thread_config, contact_id, external_id FROM threads WHERE external_id = $external_id"
--
-- [params.external_id]
-- type = "str"
-- doc = "id of the conversation in another system"
-- example = "chatwoot-conv-1234"
--
-- [columns]
-- thread_id = "uuid"
-- created_at = "timestamp: naive, clock of the application"
-- thread_config = "json"
-- contact_id = "str or NULL"
-- external_id = "str"
-- ///
SELECT thread_id, created_at, thread_config, contact_id, external_id
FROM threads
WHERE external_id = $external_id
ORDER BY created_at DESC, thread_id DESC
