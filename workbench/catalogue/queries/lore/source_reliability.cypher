// /// query
// summary = "How reliable each source of lore is"
// source = "lore engine, public design"
//
// [columns]
// id = "str"
// reliability = "str: canonical, factional, rumor, dialogue or fanon, or a number; null where unsaid"
// ///
MATCH (s:LoreSource)
RETURN s.id AS id, s.reliability AS reliability ORDER BY id
