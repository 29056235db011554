// /// query
// summary = "What tells the versions of the lore schema apart, counted"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// what = "str"
// found = "int"
// ///
MATCH ()-[:EXISTS_IN]->(p:Plane) RETURN 'exists_in_plane' AS what, count(*) AS found
UNION ALL MATCH ()-[:LOCATED_IN]->(p:Plane) RETURN 'located_in_plane' AS what, count(*) AS found
UNION ALL MATCH ()-[:EXISTS_IN]->(s:Setting) RETURN 'exists_in_setting' AS what, count(*) AS found
UNION ALL MATCH (r:Relation {type: 'LOCATED_IN_PLANE'}) RETURN 'plane_relations' AS what, count(*) AS found
UNION ALL MATCH (p:Plane) WHERE p.setting_id IS NOT NULL RETURN 'planes_with_setting' AS what, count(*) AS found
UNION ALL MATCH (p:Plane) RETURN 'planes' AS what, count(*) AS found
UNION ALL MATCH (n) WHERE n.world_id IS NOT NULL RETURN 'world_ids' AS what, count(*) AS found
