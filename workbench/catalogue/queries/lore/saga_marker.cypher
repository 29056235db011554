// /// query
// summary = "Marks a saga as whole"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.saga_id]
// type = "str"
// doc = "the saga's id"
// example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
//
// [params.status]
// type = "str"
// doc = "committed or attachments_pending"
// example = "committed"
//
// [params.finished_at]
// type = "str"
// doc = "real time"
// example = "2026-01-15T19:00:00Z"
//
// [columns]
// id = "str"
// ///
MERGE (r:ConsistencyRun {id: $saga_id})
SET r.saga_id = $saga_id, r.status = $status, r.finished_at = $finished_at
RETURN r.id AS id
