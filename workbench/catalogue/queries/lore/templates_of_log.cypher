// /// query
// summary = "Templates whose document names a log table"
// source = "lore engine, storage strategy v1.2"
//
// [params.table]
// type = "str"
// doc = "name of the table; the caller looks whether it stands under `log`"
// example = "trade_log"
//
// [columns]
// type = "str"
// document = "str: JSON"
// ///
MATCH (t:TypeTemplate)
WHERE t.document CONTAINS $table
RETURN t.type AS type, t.document AS document ORDER BY type
