-- /// query
-- summary = "Every id that a log's column names, with the first row that does"
-- source = "lore engine, storage strategy v1.2, consistency rules"
-- differs = "rows of lore_event that tell of a relation name an edge, which is no node, and are left out"
--
-- [columns]
-- place = "str: table and column, as trade_log.lot_id"
-- id = "str"
-- first_row = "int"
-- rows = "int: rows of the column that name it"
-- ///
SELECT 'trade_log.lot_id' AS place, lot_id AS id, min(id) AS first_row, count(*) AS rows
FROM trade_log WHERE lot_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'trade_log.item_id' AS place, item_id AS id, min(id) AS first_row, count(*) AS rows
FROM trade_log WHERE item_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'trade_log.buyer_id' AS place, buyer_id AS id, min(id) AS first_row, count(*) AS rows
FROM trade_log WHERE buyer_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'trade_log.seller_id' AS place, seller_id AS id, min(id) AS first_row, count(*) AS rows
FROM trade_log WHERE seller_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'trade_log.location_id' AS place, location_id AS id, min(id) AS first_row, count(*) AS rows
FROM trade_log WHERE location_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'mission_log.mission_id' AS place, mission_id AS id, min(id) AS first_row, count(*) AS rows
FROM mission_log WHERE mission_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'mission_log.location_id' AS place, location_id AS id, min(id) AS first_row, count(*) AS rows
FROM mission_log WHERE location_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'campaign_event.campaign_id' AS place, campaign_id AS id, min(id) AS first_row, count(*) AS rows
FROM campaign_event WHERE campaign_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'campaign_event.faction_id' AS place, faction_id AS id, min(id) AS first_row, count(*) AS rows
FROM campaign_event WHERE faction_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'campaign_event.location_id' AS place, location_id AS id, min(id) AS first_row, count(*) AS rows
FROM campaign_event WHERE location_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'dialogue_log.npc_id' AS place, npc_id AS id, min(id) AS first_row, count(*) AS rows
FROM dialogue_log WHERE npc_id IS NOT NULL GROUP BY 2
UNION ALL
SELECT 'lore_event.entity_id', entity_id, min(id), count(*)
FROM lore_event WHERE entity_id IS NOT NULL AND entity_type IS DISTINCT FROM 'Relation' GROUP BY 2
UNION ALL
SELECT 'mission_log.party', named, min(id), count(*)
FROM mission_log, unnest(party) AS named GROUP BY 2
UNION ALL
SELECT 'trade_log.sources', named, min(id), count(*)
FROM trade_log, unnest(sources) AS named GROUP BY 2
UNION ALL
SELECT 'mission_log.sources', named, min(id), count(*)
FROM mission_log, unnest(sources) AS named GROUP BY 2
UNION ALL
SELECT 'campaign_event.sources', named, min(id), count(*)
FROM campaign_event, unnest(sources) AS named GROUP BY 2
UNION ALL
SELECT 'lore_event.sources', named, min(id), count(*)
FROM lore_event, unnest(sources) AS named GROUP BY 2
ORDER BY 1, 2
