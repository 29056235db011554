// /// query
// summary = "When each event occurred"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// id = "str"
// occurred = "str: canonical time"
// ///
MATCH (e:Event)
WHERE e.occurred IS NOT NULL
RETURN e.id AS id, e.occurred AS occurred ORDER BY id
