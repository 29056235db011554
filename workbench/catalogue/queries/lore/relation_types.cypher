// /// query
// summary = "The registry of relations, as documents"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// properties = "map: an entry of the registry"
// ///
MATCH (t:RelationType)
RETURN properties(t) AS properties ORDER BY t.id
