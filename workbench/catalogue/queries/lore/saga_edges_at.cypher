// /// query
// summary = "Edges at one instance, in either direction"
// source = "lore engine, storage strategy v1.2"
//
// [params.id]
// type = "str"
// doc = "the instance's id"
// example = "MSN-001"
//
// [columns]
// type = "str"
// edge_id = "str, null where it has none"
// other_id = "str"
// other_label = "str"
// ///
MATCH (d:DomainEntity {id: $id})-[r]-(o)
RETURN type(r) AS type, r.edge_id AS edge_id, o.id AS other_id, labels(o)[0] AS other_label ORDER BY type, edge_id, other_id
