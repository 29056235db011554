// /// query
// summary = "How many nodes and edges the graph store holds of a property graph"
// source = "TongGraph, calls node_count, edge_count"
//
// [columns]
// nodes = "int"
// edges = "int"
// ///
MATCH (n:TongNode)
OPTIONAL MATCH (n)-[r]->()
RETURN count(DISTINCT n) AS nodes, count(r) AS edges
