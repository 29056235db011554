// /// query
// summary = "Writes what a person said of a finding: that it is to be looked at, or known and left"
// source = "lore engine, public design, consistency engine"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "Contradiction, Anachronism, OntologyViolation or Orphan"
// example = "Orphan"
//
// [params.id]
// type = "str"
// doc = "the finding"
// example = "5f0c"
//
// [params.marks]
// type = "json"
// doc = "flagged or acknowledged, with its reason and time"
// example = { flagged = true, flag_reason = "whose is it?" }
//
// [columns]
// id = "str"
// flagged = "bool"
// acknowledged = "bool"
// ///
MERGE (n:`$label` {id: $id})
SET n += $marks
RETURN n.id AS id, coalesce(n.flagged, false) AS flagged,
       coalesce(n.acknowledged, false) AS acknowledged
