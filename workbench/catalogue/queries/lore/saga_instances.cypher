// /// query
// summary = "All instances with what sagas and logs must agree with"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// id = "str"
// type = "str"
// status = "str, null where it has none"
// attachments_pending = "bool, null where it owes nothing"
// ///
MATCH (d:DomainEntity)
RETURN d.id AS id, d.type AS type, d.status AS status, d.attachments_pending AS attachments_pending ORDER BY id
