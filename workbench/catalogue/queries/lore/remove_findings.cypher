// /// query
// summary = "Removes findings that are found no more"
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
// ///
UNWIND $ids AS one
MATCH (n:`$label` {id: one})
DETACH DELETE n
