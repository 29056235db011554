// /// query
// summary = "The properties of one instance"
// source = "lore engine, storage strategy v1.2"
//
// [params.id]
// type = "str"
// doc = "the instance's id"
// example = "MSN-001"
//
// [columns]
// properties = "map"
// ///
MATCH (d:DomainEntity {id: $id})
RETURN properties(d) AS properties
