-- /// query
-- summary = "Events of campaigns, one row a faction that took part"
-- source = "lore engine, storage strategy v1.2, list_campaign_events"
-- differs = "the original filters by campaign, so that the losses of enemies come too; here filters are of the row, and order is that of the story, ties by id"
-- original = """
-- SELECT * FROM campaign_event
-- WHERE campaign_id = ANY (ARRAY['CMP-02', 'CMP-03']) AND outcome = 'loss' ORDER BY occurred_at DESC
-- """
--
-- [params.campaigns]
-- type = "list[str]"
-- optional = true
-- doc = "campaigns; every one where absent"
--
-- [params.factions]
-- type = "list[str]"
-- optional = true
-- doc = "factions of the row; every one where absent"
-- example = ["fac_ennisgard"]
--
-- [params.locations]
-- type = "list[str]"
-- optional = true
-- doc = "places of the row; every one where absent"
--
-- [params.event_types]
-- type = "list[str]"
-- optional = true
-- doc = "every one where absent"
--
-- [params.outcomes]
-- type = "list[str]"
-- optional = true
-- doc = "win, loss or draw, from the view of the row's faction; every one where absent"
--
-- [params.battle_names]
-- type = "list[str]"
-- optional = true
-- doc = "names of battles; every row where absent"
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
-- [params.sort_by]
-- type = "str"
-- default = "in_fiction_time"
-- doc = "in_fiction_time (by the ranks), occurred_at, army_size or casualties; highest first, NULL last"
--
-- [params.limit]
-- type = "int"
-- optional = true
-- doc = "the most rows; all where absent"
--
-- [columns]
-- id = "int"
-- campaign_id = "str"
-- event_type = "str"
-- battle_id = "str or NULL"
-- in_fiction_time = "str: canonical time"
-- faction_id = "str"
-- location_id = "str"
-- army_size = "int or NULL"
-- casualties = "int or NULL"
-- outcome = "str or NULL"
-- ///
{{told}}
SELECT id, campaign_id, event_type, payload ->> 'battle_id' AS battle_id, in_fiction_time,
    faction_id, location_id, army_size, casualties, outcome
FROM campaign_event LEFT JOIN told ON told.time = coalesce(in_fiction_time, '')
WHERE ($times::text[] IS NULL OR told.time IS NOT NULL)
    AND {{event_filter}}
    AND {{played}}
ORDER BY CASE $sort_by WHEN 'in_fiction_time' THEN -rank
        WHEN 'army_size' THEN army_size WHEN 'casualties' THEN casualties END DESC NULLS LAST,
    CASE WHEN $sort_by = 'occurred_at' THEN occurred_at END DESC NULLS LAST, id
LIMIT $limit::int8
