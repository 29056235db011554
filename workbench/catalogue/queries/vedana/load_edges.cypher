// /// query
// summary = "Stores edges of one type between two labels, replacing all their properties"
// source = "Vedana, datapipe/store/neo4j.py, edge load"
// differs = "an edge whose end is missing is not stored, where the original makes a stub of the end (D18): compare `stored` with the number of rows; the names are escaped (D17)"
// original = """
// UNWIND $rows AS row
// MERGE (from:`$from_label` {id: row.from_id})
// MERGE (to:`$to_label` {id: row.to_id})
// MERGE (from)-[r:`$edge_label`]->(to)
// SET r = row.props
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
// doc = "a list of {from_id, to_id, props}"
// example = [{ from_id = "person:3", to_id = "interest:1", props = { note = "lately" } }]
//
// [columns]
// stored = "int: rows that were stored, those whose ends exist"
// ///
UNWIND $rows AS row
MATCH (from:`$from_label` {id: row.from_id}), (to:`$to_label` {id: row.to_id})
MERGE (from)-[r:`$edge_label`]->(to)
SET r = row.props
RETURN count(*) AS stored
