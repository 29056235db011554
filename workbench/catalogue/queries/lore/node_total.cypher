// /// query
// summary = "How many nodes there are that are no relation, and how many of them name no setting"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// nodes = "int"
// legacy = "int: those with a world_id"
// homeless = "int: those with a world_id and no setting"
// ///
MATCH (n)
WHERE NOT n:Relation AND NOT n:WorldState
RETURN count(*) AS nodes, sum(CASE WHEN n.world_id IS NULL THEN 0 ELSE 1 END) AS legacy,
    sum(CASE WHEN n.world_id IS NULL OR size(coalesce(n.settings, [])) > 0 THEN 0 ELSE 1 END) AS homeless
