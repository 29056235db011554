// /// query
// summary = "The marker of a saga"
// source = "lore engine, storage strategy v1.2"
//
// [params.saga_id]
// type = "str"
// doc = "the saga's id"
// example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
//
// [columns]
// status = "str: committed or attachments_pending"
// ///
MATCH (r:ConsistencyRun {id: $saga_id})
RETURN r.status AS status
