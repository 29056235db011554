// /// query
// summary = "Sets properties of an instance; null takes one away"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.id]
// type = "str"
// doc = "the instance's id"
// example = "MSN-001"
//
// [params.properties]
// type = "json"
// doc = "properties to set"
// example = { attachments_pending = true }
//
// [columns]
// id = "str"
// ///
MATCH (d:DomainEntity {id: $id})
SET d += $properties
RETURN d.id AS id
