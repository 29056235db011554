// /// query
// summary = "Whether the last load of the world ended, and the stamp"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// stamp = "int"
// default_setting = "str"
// unfinished = "bool: a load began and did not end"
// ///
MATCH (w:WorldState {id: 'world'})
RETURN w.stamp AS stamp, w.default_setting AS default_setting, coalesce(w.unfinished, false) AS unfinished
