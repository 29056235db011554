// /// query
// summary = "The newest run of the consistency rules; commit marks of sagas are none"
// source = "lore engine, public design, consistency engine"
//
// [columns]
// id = "str"
// properties = "map"
// ///
MATCH (r:ConsistencyRun)
WHERE r.rules_run IS NOT NULL
RETURN r.id AS id, properties(r) AS properties ORDER BY r.finished_at DESC, id LIMIT 1
