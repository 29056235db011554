// /// query
// summary = "Stores nodes of one label, replacing all their properties"
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
// doc = "a list of {id, props}; props repeat the id"
// example = [{ id = "per_hester_varrowmere", props = { id = "per_hester_varrowmere", name = "Hester Varrowmere", settings = ["tidewheel"] } }]
//
// [columns]
// stored = "int: rows that were stored"
// ///
UNWIND $rows AS row
MERGE (n:`$label` {id: row.id})
SET n = row.props
RETURN count(*) AS stored
