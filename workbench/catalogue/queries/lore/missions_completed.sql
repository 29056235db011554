-- /// query
-- summary = "The missions whose log tells of their completion"
-- source = "lore engine, storage strategy v1.2, consistency rules"
--
-- [columns]
-- mission_id = "str"
-- ///
SELECT DISTINCT mission_id FROM mission_log WHERE step_type = 'completed'
