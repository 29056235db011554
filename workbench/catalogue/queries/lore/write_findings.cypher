// /// query
// summary = "Stores findings of one kind; what people said of them and when they were first found stays"
// source = "lore engine, public design, consistency engine"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "Contradiction, Anachronism, OntologyViolation or Orphan"
// example = "Orphan"
//
// [params.rows]
// type = "json"
// doc = "a list of {id, detected_at, props}"
// example = [{ id = "5f0c", detected_at = "2026-11-21T12:00:00+00:00", props = { rule_id = "D1_orphan", category = "orphan", entity_name = "The Umbrella" } }]
//
// [columns]
// stored = "int: rows that were stored"
// ///
UNWIND $rows AS row
MERGE (n:`$label` {id: row.id})
SET n += row.props
SET n.detected_at = coalesce(n.detected_at, row.detected_at),
    n.flagged = coalesce(n.flagged, false), n.acknowledged = coalesce(n.acknowledged, false),
    n.resolved_at = null
RETURN count(*) AS stored
