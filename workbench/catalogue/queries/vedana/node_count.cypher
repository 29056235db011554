// /// query
// summary = "How many nodes the graph has"
// source = "Vedana, vedana_core/graph.py number_of_nodes"
//
// [columns]
// cnt = "int"
// ///
MATCH (n) RETURN count(*) AS cnt
