// /// query
// summary = "All planes, with the setting that each belongs to"
// source = "lore engine, storage strategy v1.2"
// differs = "reads both versions: a plane names its setting, or its setting has it"
//
// [columns]
// id = "str"
// name = "str"
// kind = "str"
// aliases = "list or null"
// setting_id = "str or null"
// ///
MATCH (p:Plane)
OPTIONAL MATCH (s:Setting)-[:HAS_PLANE]->(p)
RETURN p.id AS id, p.name AS name, p.kind AS kind, p.aliases AS aliases,
       coalesce(p.setting_id, s.id) AS setting_id
ORDER BY id
