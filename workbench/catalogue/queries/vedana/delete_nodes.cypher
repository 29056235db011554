// /// query
// summary = "Removes nodes of one label by id, with the edges at them"
// source = "Vedana, datapipe/store/neo4j.py, node delete"
// differs = "the label is escaped (D17); says how many were there"
// original = """
// UNWIND $ids AS id
// MATCH (n:`$label` {id: id}) DETACH DELETE n
// """
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "person"
//
// [params.ids]
// type = "list[str]"
// doc = "ids of the nodes; those that are not there are passed over"
// example = ["person:1", "person:404"]
//
// [columns]
// removed = "int: nodes that were there"
// ///
UNWIND $ids AS id
MATCH (n:`$label` {id: id})
WITH DISTINCT n
DETACH DELETE n
RETURN count(*) AS removed
