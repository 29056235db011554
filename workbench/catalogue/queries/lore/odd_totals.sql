-- /// query
-- summary = "Trades whose total is not quantity times unit price"
-- source = "lore engine, storage strategy v1.2, consistency rules"
--
-- [params.tolerance]
-- type = "float"
-- default = 0.005
-- doc = "the largest difference that passes"
-- example = -1.0
--
-- [columns]
-- id = "int"
-- lot_id = "str"
-- quantity = "decimal"
-- unit_price = "decimal"
-- total_price = "decimal"
-- ///
SELECT id, lot_id, quantity, unit_price, total_price
FROM trade_log
WHERE abs(total_price - quantity * unit_price) > $tolerance::numeric
ORDER BY id
