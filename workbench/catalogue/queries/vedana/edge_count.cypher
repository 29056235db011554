// /// query
// summary = "How many edges the graph has"
// source = "Vedana, vedana_core/graph.py number_of_edges"
//
// [columns]
// cnt = "int: an undirected link counts twice, for it is stored as two edges"
// ///
MATCH (f)-[]->(t) RETURN count(*) AS cnt
