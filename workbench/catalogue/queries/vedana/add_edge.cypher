// /// query
// summary = "Stores one edge between two nodes that exist, replacing all its properties"
// source = "Vedana, vedana_core/graph.py add_edge"
// differs = "a second call changes the edge and makes no other, and the ends are found by label and id (D16); no row where an end is missing"
// writes = true
//
// [params.from_label]
// type = "identifier"
// doc = "label of the start"
// example = "person"
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
// [params.from_id]
// type = "str"
// doc = "id of the start"
// example = "person:2"
//
// [params.to_id]
// type = "str"
// doc = "id of the end"
// example = "interest:5"
//
// [params.properties]
// type = "json"
// doc = "an object"
// example = { note = "since June" }
//
// [columns]
// r = "Edge: as it stands now"
// ///
MATCH (from:`$from_label` {id: $from_id}), (to:`$to_label` {id: $to_id})
MERGE (from)-[r:`$edge_label`]->(to)
SET r = $properties
RETURN r
