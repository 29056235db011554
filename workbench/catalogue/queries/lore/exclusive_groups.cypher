// /// query
// summary = "Groups of factions of which a person is sworn to one at a time"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// name = "str"
// members = "list of faction ids"
// ///
MATCH (g:ExclusiveGroup)
RETURN g.name AS name, g.members AS members ORDER BY name
