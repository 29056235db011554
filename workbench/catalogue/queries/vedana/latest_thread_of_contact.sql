-- /// query
-- summary = "The newest thread of a contact, or no row"
-- source = "Vedana, jims_core/thread/thread_controller.py latest_thread_from_contact_id"
-- differs = "of two threads created at one instant it takes the higher thread_id, where the original takes either (D11)"
-- original = "SELECT thread_id, created_at, thread_config, contact_id, external_id FROM threads WHERE contact_id = $contact_id ORDER BY created_at DESC LIMIT 1"
--
-- [params.contact_id]
-- type = "str"
-- doc = "e.g. telegram:<id>, reflex:<thread>, or eval:<time> for an evaluation run"
-- example = "telegram:1001"
--
-- [columns]
-- thread_id = "uuid"
-- created_at = "timestamp: naive, clock of the application"
-- thread_config = "json"
-- contact_id = "str"
-- external_id = "str or NULL"
-- ///
SELECT thread_id, created_at, thread_config, contact_id, external_id
FROM threads
WHERE contact_id = $contact_id
ORDER BY created_at DESC, thread_id DESC
LIMIT 1
