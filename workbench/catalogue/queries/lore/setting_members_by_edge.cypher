// /// query
// summary = "Entities that are tied to one of some settings, or to a plane of it, by an edge"
// source = "lore engine, storage strategy v1.2"
//
// [params.settings]
// type = "list[str]"
// doc = "ids of settings"
// example = ["margin"]
//
// [columns]
// id = "str"
// name = "str"
// label = "str: first label"
// setting_id = "str"
// ///
MATCH (n)-[:EXISTS_IN]->(t)
OPTIONAL MATCH (h:Setting)-[:HAS_PLANE]->(t)
WITH n, CASE WHEN t:Setting THEN t.id ELSE coalesce(t.setting_id, h.id) END AS setting_id
WHERE setting_id IN $settings
RETURN DISTINCT n.id AS id, n.name AS name, labels(n)[0] AS label, setting_id ORDER BY id, setting_id
