// /// query
// summary = "The sets of labels that nodes carry"
// source = "Vedana, vedana_core/graph.py node types"
// differs = "sorted, where the original leaves the order open"
// original = "MATCH (n) RETURN DISTINCT labels(n) AS l"
//
// [columns]
// l = "list of str: the labels of one kind of node"
// ///
MATCH (n)
WITH DISTINCT labels(n) AS l
RETURN l
// Memgraph orders no lists, so they are compared as text.
ORDER BY reduce(text = '', label IN l | text + ':' + label)
