// /// query
// summary = "Sources of lore by id"
// source = "lore engine, public design"
//
// [params.ids]
// type = "list[str]"
// doc = "ids of sources"
// example = ["src_tidebook"]
//
// [columns]
// id = "str"
// title = "str"
// reliability = "str: canonical, factional, rumor, dialogue or fanon, or a number; null where unsaid"
// ///
UNWIND $ids AS one
MATCH (s:LoreSource {id: one})
RETURN s.id AS id, s.title AS title, s.reliability AS reliability ORDER BY id
