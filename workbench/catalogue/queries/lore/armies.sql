-- /// query
-- summary = "What campaign_event tells of the sizes of armies"
-- source = "lore engine, storage strategy v1.2, consistency rules"
--
-- [columns]
-- id = "int"
-- campaign_id = "str"
-- faction_id = "str"
-- in_fiction_time = "str: canonical time"
-- army_size = "int"
-- ///
SELECT id, campaign_id, faction_id, in_fiction_time, army_size
FROM campaign_event
WHERE army_size IS NOT NULL
ORDER BY id
