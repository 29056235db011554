-- /// query
-- summary = "Sagas that owed objects and have stored the last of them, but do not say so yet"
-- source = "lore engine, storage strategy v1.2"
--
-- [columns]
-- saga_id = "str"
-- mission_id = "str"
-- ///
SELECT s.saga_id, max(p.mission_id) AS mission_id
FROM saga_journal s JOIN attachments_pending p USING (saga_id)
WHERE s.step_no = 0 AND s.state = 'done' AND s.payload ->> 'outcome' <> 'committed'
GROUP BY s.saga_id
HAVING bool_and(p.done_at IS NOT NULL)
ORDER BY s.saga_id
