-- /// query
-- summary = "In-fiction times of sales, with their numbers"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.goods]
-- type = "list[str]"
-- optional = true
-- doc = "goods; every one where absent"
-- example = ["mat_tarred_hemp"]
--
-- [params.units]
-- type = "list[str]"
-- optional = true
-- doc = "currencies; every one where absent"
--
-- [params.locations]
-- type = "list[str]"
-- optional = true
-- doc = "places of the trade; every one where absent"
--
-- [params.world]
-- type = "str"
-- optional = true
-- doc = "the setting of the row; every one where absent"
--
-- [columns]
-- in_fiction_time = "str: canonical time, empty for rows without one"
-- found = "int"
-- ///
SELECT coalesce(in_fiction_time, '') AS in_fiction_time, count(*) AS found
FROM trade_log
WHERE {{sold}}
GROUP BY 1
