// /// query
// summary = "Sets what is said of a rule; a null takes it back"
// source = "lore engine, public design, consistency engine"
// writes = true
//
// [params.id]
// type = "str"
// doc = "the rule"
// example = "C8_source"
//
// [params.props]
// type = "json"
// doc = "disabled, severity, confidence_threshold, as far as they change"
// example = { severity = "error" }
//
// [columns]
// id = "str"
// ///
MERGE (r:OntologyRule {id: $id})
SET r += $props
RETURN r.id AS id
