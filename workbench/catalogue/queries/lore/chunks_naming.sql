-- /// query
-- summary = "Chunks of lore whose title or text has one of the names, in any case"
-- source = "lore engine, public design"
-- differs = "a first sieve: whole words and their case are told apart by who asks"
--
-- [params.names]
-- type = "list[str]"
-- doc = "names and aliases"
-- example = ["Widow Hark"]
--
-- [params.sources]
-- type = "list[str]"
-- optional = true
-- doc = "ids of sources; all where absent"
--
-- [params.setting]
-- type = "str"
-- optional = true
-- doc = "chunks of this setting alone"
--
-- [columns]
-- id = "str"
-- source_id = "str"
-- title = "str"
-- text = "str"
-- ///
SELECT id, source_id, coalesce(title, '') AS title, text
FROM lore_chunks
WHERE ($setting::text IS NULL OR setting_id = $setting)
    AND ($sources::text[] IS NULL OR source_id = ANY ($sources::text[]))
    AND EXISTS (
        SELECT FROM unnest($names::text[]) AS name
        WHERE strpos(lower(title), lower(name)) > 0 OR strpos(lower(text), lower(name)) > 0)
ORDER BY id COLLATE "C"
