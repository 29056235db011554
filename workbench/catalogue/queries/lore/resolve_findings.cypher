// /// query
// summary = "Marks findings that are found no more, and that people have spoken of, as resolved"
// source = "lore engine, public design, consistency engine"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "Contradiction, Anachronism, OntologyViolation or Orphan"
// example = "Orphan"
//
// [params.ids]
// type = "list[str]"
// doc = "the findings"
// example = ["5f0c"]
//
// [params.resolved_at]
// type = "str"
// doc = "real time, ISO 8601"
// example = "2026-11-21T12:00:00+00:00"
// ///
UNWIND $ids AS one
MATCH (n:`$label` {id: one})
SET n.resolved_at = coalesce(n.resolved_at, $resolved_at)
