// /// query
// summary = "Gives nodes of one label their settings and marks their world_id as migrated"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "Person"
//
// [params.rows]
// type = "json"
// doc = "a list of {id, settings}"
// example = [{ id = "per_tamsin_brack", settings = ["tidewheel"] }]
//
// [columns]
// stored = "int: rows that were stored"
// ///
UNWIND $rows AS row
MATCH (n:`$label` {id: row.id})
SET n.settings = row.settings, n.world_id_migrated = true
RETURN count(*) AS stored
