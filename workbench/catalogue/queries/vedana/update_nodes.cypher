// /// query
// summary = "Sets properties of nodes of one label, and leaves the others that they have"
// source = "Vedana, datapipe/store/neo4j.py, node load, for nodes that another system also writes"
// differs = "adds to the properties, where the original wipes those it does not know (D18); the label is escaped and a property `id` cannot replace the node's id (D17)"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "person"
//
// [params.rows]
// type = "json"
// doc = "a list of {id, props}; a property that is null is removed"
// example = [{ id = "person:1", props = { person_name = "Geneva Durben" } }]
//
// [columns]
// stored = "int: rows that were stored"
// ///
UNWIND $rows AS row
MERGE (n:`$label` {id: row.id})
SET n += row.props
SET n.id = row.id
RETURN count(*) AS stored
