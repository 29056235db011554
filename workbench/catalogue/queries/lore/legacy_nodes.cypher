// /// query
// summary = "Nodes of the old model, which name their world by world_id, that no migration has marked"
// source = "lore engine, storage strategy v1.2"
// differs = "a node of several worlds names them in a list"
//
// [columns]
// label = "str: first label"
// id = "str"
// name = "str"
// world_id = "str or list of them"
// settings = "list: settings that the node names itself, null where it names none"
// ///
MATCH (n)
WHERE n.world_id IS NOT NULL AND coalesce(n.world_id_migrated, false) = false AND n.id IS NOT NULL
RETURN labels(n)[0] AS label, n.id AS id, n.name AS name, n.world_id AS world_id, n.settings AS settings
ORDER BY id, label
