// /// query
// summary = "Removes every node and edge of the graph"
// source = "Vedana, vedana_core/graph.py clear"
// differs = "leaves indexes and constraints, which the original drops as well"
// original = "MATCH (n) DETACH DELETE n"
// writes = true
// ///
MATCH (n) DETACH DELETE n
