// /// query
// summary = "Reified edges that a retcon superseded, with what it wrote on them"
// source = "lore engine, public design"
//
// [columns]
// edge_id = "str"
// superseded_by = "str"
// retcon_at = "str"
// retcon_note = "str, null where none is told"
// ///
MATCH (r:Relation)
WHERE r.superseded_by IS NOT NULL
RETURN r.edge_id AS edge_id, r.superseded_by AS superseded_by, r.retcon_at AS retcon_at,
       r.retcon_note AS retcon_note ORDER BY edge_id
