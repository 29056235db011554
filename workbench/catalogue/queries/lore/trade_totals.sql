-- /// query
-- summary = "What parties sold or bought in all, by currency"
-- source = "lore engine, storage strategy v1.2"
--
-- [params.party]
-- type = "str"
-- optional = true
-- doc = "buyer or seller, as `side` says; everyone where absent"
-- example = "fac_ropewalkers"
--
-- [params.side]
-- type = "str"
-- doc = "buyer or seller: who is counted"
-- example = "seller"
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
-- [params.ids]
-- type = "list[int]"
-- optional = true
-- doc = "rows of the log that count; every one where absent"
--
-- [columns]
-- party_id = "str"
-- sum_total = "float"
-- sales = "int"
-- currency = "str"
-- ///
SELECT CASE $side WHEN 'buyer' THEN buyer_id ELSE seller_id END AS party_id,
    sum(coalesce(total_price, quantity * unit_price))::float8 AS sum_total,
    count(*) AS sales, unit AS currency
FROM trade_log
WHERE {{sold}}
    AND {{of_party}}
    AND ($ids::int8[] IS NULL OR id = ANY ($ids::int8[]))
GROUP BY 1, unit
ORDER BY sum_total DESC NULLS LAST, party_id, currency
