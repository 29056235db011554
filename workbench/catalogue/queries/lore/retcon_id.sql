-- /// query
-- summary = "Takes an id for a new row of retcon, and tells the real time of the record"
-- source = "lore engine, storage strategy v1.2"
-- writes = true
--
-- [columns]
-- id = "int"
-- now = "timestamp"
-- ///
SELECT nextval(pg_get_serial_sequence('retcon', 'id')) AS id, clock_timestamp() AS now
