// /// query
// summary = "Stores one run of the consistency rules"
// source = "lore engine, public design, consistency engine"
// writes = true
//
// [params.id]
// type = "str"
// doc = "the run"
// example = "run_1"
//
// [params.props]
// type = "json"
// doc = "started_at, finished_at, scope, status, violations_found, and a list a column: rules_run, findings, undecided, ms"
// example = { started_at = "2026-11-21T12:00:00+00:00", scope = "full", rules_run = ["D1_orphan"] }
//
// [columns]
// id = "str"
// ///
MERGE (r:ConsistencyRun {id: $id})
SET r += $props
RETURN r.id AS id
