// /// query
// summary = "One node by its label and id, or no row"
// source = "Vedana, datapipe/store/neo4j.py, node read-back"
// differs = "one id as a parameter and the label escaped (D17)"
//
// [params.label]
// type = "identifier"
// doc = "the node's label"
// example = "interest"
//
// [params.id]
// type = "str"
// doc = "the node's property id"
// example = "interest:1"
//
// [columns]
// node_id = "str"
// node_type = "str: the label that was asked for"
// attributes = "map: the node's properties, id included"
// ///
MATCH (n:`$label` {id: $id})
RETURN n.id AS node_id, $label AS node_type, properties(n) AS attributes
