// /// query
// summary = "Edges of one type by their pairs of ends, as they stand in the graph"
// source = "Vedana, datapipe/store/neo4j.py, edge read-back"
// differs = "all pairs in one query, where the original asks once a pair; the names are escaped (D17), the rows are sorted"
// original = """
// UNWIND $rows AS row MATCH (from:`$from_label` {id: row.from_id})-[r:`$edge_label`]->(to:`$to_label` {id: row.to_id})
// RETURN from.id AS from_node_id, to.id AS to_node_id, $from_label AS from_node_type, $to_label AS to_node_type, $edge_label AS edge_label, properties(r) AS attributes
// """
//
// [params.from_label]
// type = "identifier"
// doc = "label of the starts"
// example = "person"
//
// [params.edge_label]
// type = "identifier"
// doc = "the edges' type"
// example = "PERSON_has_INTEREST"
//
// [params.to_label]
// type = "identifier"
// doc = "label of the ends"
// example = "interest"
//
// [params.rows]
// type = "json"
// doc = "a list of {from_id, to_id}; pairs without such an edge give no row"
// example = [{ from_id = "person:1", to_id = "interest:1" }, { from_id = "person:1", to_id = "interest:2" }]
//
// [columns]
// from_node_id = "str"
// to_node_id = "str"
// from_node_type = "str: the start's label that was asked for"
// to_node_type = "str: the end's label that was asked for"
// edge_label = "str"
// attributes = "map: the edge's properties"
// ///
UNWIND $rows AS row
MATCH (from:`$from_label` {id: row.from_id})-[r:`$edge_label`]->(to:`$to_label` {id: row.to_id})
WITH DISTINCT from, r, to
RETURN from.id AS from_node_id, to.id AS to_node_id, $from_label AS from_node_type,
    $to_label AS to_node_type, $edge_label AS edge_label, properties(r) AS attributes
ORDER BY from_node_id, to_node_id
