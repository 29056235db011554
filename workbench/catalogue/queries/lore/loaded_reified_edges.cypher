// /// query
// summary = "All reified edges with the file and digest that a load left on them"
// source = "lore engine, public design"
//
// [columns]
// edge_id = "str"
// loaded_from = "str, null where no load made the edge"
// from_label = "str"
// from_id = "str"
// to_label = "str"
// to_id = "str"
// ///
MATCH (s)-[:FROM]->(r:Relation)-[:TO]->(o)
RETURN r.edge_id AS edge_id, r.loaded_from AS loaded_from, labels(s)[0] AS from_label, s.id AS from_id,
       labels(o)[0] AS to_label, o.id AS to_id
