// /// query
// summary = "Reified edges that lack one end or both"
// source = "lore engine, public design, consistency engine"
//
// [columns]
// edge_id = "str"
// type = "str"
// from_id = "str, null where there is none"
// to_id = "str, null where there is none"
// ///
MATCH (r:Relation)
OPTIONAL MATCH (s)-[:FROM]->(r)
OPTIONAL MATCH (r)-[:TO]->(o)
WITH r, s, o
WHERE r.superseded_by IS NULL AND (s IS NULL OR o IS NULL)
RETURN r.edge_id AS edge_id, r.type AS type, s.id AS from_id, o.id AS to_id ORDER BY edge_id
