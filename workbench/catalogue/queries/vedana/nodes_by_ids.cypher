// /// query
// summary = "Nodes of one label by id, as they stand in the graph"
// source = "Vedana, datapipe/store/neo4j.py, node read-back"
// differs = "all ids in one query, where the original asks once an id; the label is escaped (D17), the rows are sorted"
// original = "UNWIND $ids AS id MATCH (n:`$label` {id: id}) RETURN n.id AS node_id, $label AS node_type, properties(n) AS attributes"
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "interest"
//
// [params.ids]
// type = "list[str]"
// doc = "ids; those that are not there give no row"
// example = ["interest:1", "interest:2"]
//
// [columns]
// node_id = "str"
// node_type = "str: the label that was asked for"
// attributes = "map: the node's properties, id included"
// ///
UNWIND $ids AS id
MATCH (n:`$label` {id: id})
WITH DISTINCT n
RETURN n.id AS node_id, $label AS node_type, properties(n) AS attributes
ORDER BY node_id
