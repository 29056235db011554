-- /// query
-- summary = "Rows of the trade log with what guards them, by id"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.id]
-- type = "int"
-- optional = true
-- doc = "one row alone"
-- example = 1
--
-- [columns]
-- id = "int"
-- world_id = "str"
-- lot_id = "str"
-- item_id = "str"
-- buyer_id = "str or NULL"
-- seller_id = "str or NULL"
-- quantity = "decimal"
-- unit = "str: currency"
-- total_price = "decimal"
-- in_fiction_time = "str: canonical time"
-- secrecy = "str"
-- payload = "json"
-- ///
SELECT id, world_id, lot_id, item_id, buyer_id, seller_id, quantity, unit, total_price,
       in_fiction_time, secrecy, payload
FROM trade_log
WHERE $id::bigint IS NULL OR id = $id::bigint
ORDER BY id
