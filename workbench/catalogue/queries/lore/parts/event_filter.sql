-- by what a row of the campaign log itself says
($campaigns::text[] IS NULL OR campaign_id = ANY ($campaigns::text[]))
    AND ($factions::text[] IS NULL OR faction_id = ANY ($factions::text[]))
    AND ($locations::text[] IS NULL OR location_id = ANY ($locations::text[]))
    AND ($event_types::text[] IS NULL OR event_type = ANY ($event_types::text[]))
    AND ($outcomes::text[] IS NULL OR outcome = ANY ($outcomes::text[]))
    AND ($battle_names::text[] IS NULL OR payload ->> 'battle_name' = ANY ($battle_names::text[]))
