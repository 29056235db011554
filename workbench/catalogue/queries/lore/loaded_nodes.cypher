// /// query
// summary = "All nodes with the file and digest that a load left on them"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// label = "str: first label"
// id = "str"
// loaded_from = "str, null where no load made the node"
// domain_type = "str: what a DomainEntity is, null elsewhere"
// ///
MATCH (n)
WHERE n.id IS NOT NULL AND NOT n:Relation
RETURN labels(n)[0] AS label, n.id AS id, n.loaded_from AS loaded_from,
       CASE WHEN n:DomainEntity THEN n.type ELSE null END AS domain_type
