// /// query
// summary = "Which labels each type of edge connects, and how often"
// source = "Vedana, libs/vedana-mcp, llm_schema"
// differs = "counted from the edges, where the original calls a procedure that only Memgraph MAGE has; of several labels the first"
//
// [columns]
// from_label = "str"
// edge_label = "str"
// to_label = "str"
// cnt = "int"
// ///
MATCH (a)-[r]->(b)
RETURN head(labels(a)) AS from_label, type(r) AS edge_label, head(labels(b)) AS to_label,
    count(*) AS cnt
ORDER BY edge_label, from_label, to_label
