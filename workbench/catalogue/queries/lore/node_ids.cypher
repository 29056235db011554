// /// query
// summary = "The ids of all nodes but reified edges"
// source = "lore engine, public design, consistency engine"
//
// [columns]
// id = "str"
// ///
MATCH (n)
WHERE n.id IS NOT NULL AND NOT n:Relation
RETURN n.id AS id
