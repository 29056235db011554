// /// query
// summary = "The current time that the graph itself names, by setting"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// setting_id = "str, null for the whole graph"
// current_time = "str"
// ///
MATCH (n:Now)
RETURN n.setting_id AS setting_id, n.current_time AS current_time ORDER BY setting_id
