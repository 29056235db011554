// /// query
// summary = "The settings that an entity exists in, by its edges: to a setting, or to a plane of one"
// source = "lore engine, storage strategy v1.2"
//
// [params.label]
// type = "identifier"
// doc = "first label of the entity"
// example = "Person"
//
// [params.id]
// type = "str"
// doc = "the entity's id"
// example = "per_ottoline_varrowmere"
//
// [columns]
// setting_id = "str"
// ///
MATCH (n:`$label` {id: $id})-[:EXISTS_IN]->(t)
OPTIONAL MATCH (h:Setting)-[:HAS_PLANE]->(t)
WITH CASE WHEN t:Setting THEN t.id ELSE coalesce(t.setting_id, h.id) END AS setting_id
WHERE setting_id IS NOT NULL
RETURN DISTINCT setting_id ORDER BY setting_id
