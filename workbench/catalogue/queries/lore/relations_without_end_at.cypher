// /// query
// summary = "Reified edges at some entities of one label that lack their other end"
// source = "lore engine, public design, consistency engine"
//
// [params.label]
// type = "identifier"
// doc = "first label of the entities"
// example = "Person"
//
// [params.ids]
// type = "list[str]"
// doc = "their ids"
// example = ["per_ottoline_varrowmere"]
//
// [columns]
// edge_id = "str"
// type = "str"
// from_id = "str, null where there is none"
// to_id = "str, null where there is none"
// ///
UNWIND $ids AS one
MATCH (n:`$label` {id: one})-[:FROM]->(r:Relation)
OPTIONAL MATCH (r)-[:TO]->(o)
WITH n, r, o
WHERE r.superseded_by IS NULL AND o IS NULL
RETURN r.edge_id AS edge_id, r.type AS type, n.id AS from_id, o.id AS to_id
UNION
UNWIND $ids AS one
MATCH (n:`$label` {id: one})<-[:TO]-(r:Relation)
OPTIONAL MATCH (s)-[:FROM]->(r)
WITH n, r, s
WHERE r.superseded_by IS NULL AND s IS NULL
RETURN r.edge_id AS edge_id, r.type AS type, s.id AS from_id, n.id AS to_id
