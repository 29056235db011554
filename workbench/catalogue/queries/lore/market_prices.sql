-- /// query
-- summary = "Prices of sales by good, currency and unit of quantity"
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
-- [params.times]
-- type = "list[str]"
-- optional = true
-- doc = "in-fiction times of the rows wanted, newest first, empty text for none; every row where absent"
--
-- [params.ranks]
-- type = "list[int]"
-- optional = true
-- doc = "the place of each time in that order; equal where times are"
--
-- [params.since]
-- type = "timestamp"
-- optional = true
-- doc = "first real moment of the trade; open where absent"
--
-- [params.until]
-- type = "timestamp"
-- optional = true
-- doc = "last real moment of the trade; open where absent"
--
-- [params.ids]
-- type = "list[int]"
-- optional = true
-- doc = "rows of the log that count; every one where absent"
--
-- [columns]
-- good_id = "str"
-- currency = "str"
-- quantity_unit = "str"
-- sales = "int"
-- quantity = "float"
-- min_price = "float"
-- max_price = "float"
-- avg_price = "float: turnover by quantity, to 4 places; NULL where nothing changed hands"
-- last_price = "float: of the last row on the clock asked for, of equals the highest id"
-- last_time = "str: canonical time of that row"
-- last_at = "timestamp: real time of that row"
-- turnover = "float"
-- ///
{{told}}, prices AS (
    SELECT item_id, unit, payload ->> 'quantity_unit' AS quantity_unit, count(*) AS sales,
        sum(quantity) AS quantity, min(unit_price) AS min_price, max(unit_price) AS max_price,
        sum(coalesce(total_price, quantity * unit_price)) AS turnover,
        -- the greatest array has the greatest first item, then the greatest id: no sorting
        (max(ARRAY[CASE WHEN $times::text[] IS NULL
            THEN (extract(epoch FROM occurred_at) * 1000000)::int8 ELSE -rank END, id]))[2]
            AS last_id
    FROM trade_log LEFT JOIN told ON told.time = coalesce(in_fiction_time, '')
    WHERE ($times::text[] IS NULL OR told.time IS NOT NULL)
    AND {{sold}}
    AND {{played}}
    AND ($ids::int8[] IS NULL OR id = ANY ($ids::int8[]))
    GROUP BY item_id, unit, payload ->> 'quantity_unit'
)
SELECT prices.item_id AS good_id, prices.unit AS currency, quantity_unit, sales,
    prices.quantity::float8 AS quantity, min_price::float8 AS min_price,
    max_price::float8 AS max_price,
    round(turnover / nullif(prices.quantity, 0), 4)::float8 AS avg_price,
    last.unit_price::float8 AS last_price, last.in_fiction_time AS last_time,
    last.occurred_at AS last_at, turnover::float8 AS turnover
FROM prices JOIN trade_log AS last ON last.id = last_id
ORDER BY prices.item_id COLLATE "C", prices.unit COLLATE "C", quantity_unit COLLATE "C"
