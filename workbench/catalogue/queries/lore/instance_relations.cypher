// /// query
// summary = "Edges of some types that leave domain entities"
// source = "lore engine, storage strategy v1.2"
//
// [params.ids]
// type = "list[str]"
// doc = "the domain entities"
// example = ["MSN-005"]
//
// [params.types]
// type = "list[str]"
// doc = "relation types"
// example = ["GIVEN_BY", "TARGETS", "LOGGED_IN"]
//
// [columns]
// type = "str"
// from_id = "str"
// from_name = "str"
// to_id = "str"
// to_label = "str: first label"
// to_name = "str"
// properties = "map: the edge's properties"
// ///
UNWIND $ids AS id
MATCH (d:DomainEntity {id: id})-[r]->(o)
WHERE type(r) IN $types
RETURN type(r) AS type, d.id AS from_id, d.name AS from_name, o.id AS to_id,
       labels(o)[0] AS to_label, o.name AS to_name, properties(r) AS properties
