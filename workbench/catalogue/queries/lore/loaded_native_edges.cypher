// /// query
// summary = "All native edges of one type with the file and digest that a load left on them"
// source = "lore engine, storage strategy v1.2"
//
// [params.type]
// type = "identifier"
// doc = "relation type as stored"
// example = "MEMBER_OF"
//
// [columns]
// edge_id = "str"
// loaded_from = "str, null where no load made the edge"
// from_label = "str"
// from_id = "str"
// to_label = "str"
// to_id = "str"
// ///
MATCH (s)-[r:`$type`]->(o)
WHERE r.edge_id IS NOT NULL
RETURN r.edge_id AS edge_id, r.loaded_from AS loaded_from, labels(s)[0] AS from_label, s.id AS from_id,
       labels(o)[0] AS to_label, o.id AS to_id
