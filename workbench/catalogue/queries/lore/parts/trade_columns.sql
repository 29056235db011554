-- a row of the trade log, numbers as floats
SELECT id, world_id, lot_id, item_id, buyer_id, seller_id, quantity::float8 AS quantity, unit,
    unit_price::float8 AS unit_price, total_price::float8 AS total_price, occurred_at,
    in_fiction_time, location_id, secrecy, payload
FROM trade_log
