// /// query
// summary = "The edges of one type from one node to another"
// source = "Vedana, datapipe/store/neo4j.py, edge read-back"
// differs = "one pair of ends as parameters and the names escaped (D17)"
//
// [params.from_label]
// type = "identifier"
// doc = "label of the start"
// example = "person"
//
// [params.from_id]
// type = "str"
// doc = "id of the start"
// example = "person:1"
//
// [params.edge_label]
// type = "identifier"
// doc = "the edge's type"
// example = "PERSON_has_INTEREST"
//
// [params.to_label]
// type = "identifier"
// doc = "label of the end"
// example = "interest"
//
// [params.to_id]
// type = "str"
// doc = "id of the end"
// example = "interest:1"
//
// [columns]
// from_node_id = "str"
// to_node_id = "str"
// from_node_type = "str"
// to_node_type = "str"
// edge_label = "str"
// attributes = "map: the edge's properties"
// ///
MATCH (from:`$from_label` {id: $from_id})-[r:`$edge_label`]->(to:`$to_label` {id: $to_id})
RETURN from.id AS from_node_id, to.id AS to_node_id, $from_label AS from_node_type,
    $to_label AS to_node_type, $edge_label AS edge_label, properties(r) AS attributes
