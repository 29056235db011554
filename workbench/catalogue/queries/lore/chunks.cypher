// /// query
// summary = "Pieces of lore texts, in order of source and place, with the setting of their source"
// source = "lore engine, storage strategy v1.2"
//
// [params.ids]
// type = "list[str]"
// default = []
// doc = "ids of the pieces; none for all"
// example = ["chk_011"]
//
// [columns]
// id = "str"
// source_id = "str"
// setting_id = "str"
// properties = "map: title, text, time, secrecy, owner"
// ///
MATCH (s:LoreSource)-[:HAS_CHUNK]->(c:LoreChunk)
WHERE size($ids) = 0 OR c.id IN $ids
RETURN c.id AS id, s.id AS source_id, s.setting_id AS setting_id, properties(c) AS properties
ORDER BY source_id, c.order, id
