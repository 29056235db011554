// /// query
// summary = "Stores an instance, or sets the given properties of the one that is there, in the name of a saga"
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
// example = { type = "QuietErrand", name = "The Lamp Tax Refund" }
//
// [params.saga_id]
// type = "str"
// doc = "the saga's id"
// example = "0f1c7d1e-0d3f-5a51-9a63-3f0f0d7f7c11"
//
// [columns]
// id = "str"
// ///
MERGE (d:DomainEntity {id: $id})
SET d += $properties, d.saga_id = $saga_id
RETURN d.id AS id
