-- /// query
-- summary = "The lots that trade_log knows"
-- source = "lore engine, storage strategy v1.2, consistency rules"
--
-- [columns]
-- lot_id = "str"
-- ///
SELECT DISTINCT lot_id FROM trade_log
