// /// query
// summary = "Stores nodes of one label, replacing all their properties"
// source = "Vedana, datapipe/store/neo4j.py, node load"
// differs = "the label is escaped and a property `id` cannot replace the node's id (D17); says how many it stored"
// original = """
// UNWIND $rows AS row
// MERGE (n:`$label` {id: row.id})
// SET n = row.props
// """
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "person"
//
// [params.rows]
// type = "json"
// doc = "a list of {id, props}; an id that repeats ends as its last row says"
// example = [{ id = "person:7", props = { person_name = "Dorathea Bastress" } }]
//
// [columns]
// stored = "int: rows that were stored"
// ///
UNWIND $rows AS row
MERGE (n:`$label` {id: row.id})
SET n = row.props
SET n.id = row.id
RETURN count(*) AS stored
