// /// query
// summary = "The rules that some run over the whole world has applied"
// source = "lore engine, public design, consistency engine"
//
// [columns]
// rule_id = "str"
// ///
MATCH (r:ConsistencyRun {scope: 'full'})
UNWIND r.rules_run AS rule_id
RETURN DISTINCT rule_id ORDER BY rule_id
