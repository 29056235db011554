// /// query
// summary = "What is set for each rule: disabled, severity, confidence threshold"
// source = "lore engine, public design, consistency engine"
//
// [columns]
// id = "str: the rule"
// disabled = "bool, null where unsaid"
// severity = "str, null where unsaid"
// confidence_threshold = "float, null where unsaid"
// ///
MATCH (r:OntologyRule)
RETURN r.id AS id, r.disabled AS disabled, r.severity AS severity,
       r.confidence_threshold AS confidence_threshold
ORDER BY id
