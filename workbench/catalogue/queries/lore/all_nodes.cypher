// /// query
// summary = "Every node of a world with all it holds, relations and bookkeeping left out"
// source = "lore engine, public design"
//
// [columns]
// label = "str: first label"
// id = "str"
// properties = "map"
// ///
MATCH (n)
WHERE n.id IS NOT NULL AND NOT n:Relation AND NOT n:WorldState AND NOT n:TemplateState
RETURN labels(n)[0] AS label, n.id AS id, properties(n) AS properties
