// /// query
// summary = "Removes the edges of one type between pairs of ends"
// source = "Vedana, datapipe/store/neo4j.py, edge delete"
// differs = "the names are escaped (D17); says how many were there"
// original = """
// UNWIND $rows AS row
// MATCH (from:`$from_label` {id: row.from_id})-[r:`$edge_label`]->(to:`$to_label` {id: row.to_id}) DELETE r
// """
// writes = true
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
// doc = "a list of {from_id, to_id}; edges that are not there are passed over"
// example = [{ from_id = "person:1", to_id = "interest:1" }]
//
// [columns]
// removed = "int: edges that were there"
// ///
UNWIND $rows AS row
MATCH (from:`$from_label` {id: row.from_id})-[r:`$edge_label`]->(to:`$to_label` {id: row.to_id})
WITH DISTINCT r
DELETE r
RETURN count(*) AS removed
