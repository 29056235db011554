// /// query
// summary = "Which properties the nodes of each label have, and how many have them"
// source = "Vedana, libs/vedana-mcp, llm_schema"
// differs = "counted from the nodes, where the original calls a procedure that only Memgraph MAGE has"
//
// [columns]
// label = "str"
// property = "str"
// cnt = "int: nodes of the label that have it"
// ///
MATCH (n)
UNWIND labels(n) AS label
UNWIND keys(n) AS property
RETURN label, property, count(*) AS cnt
ORDER BY label, property
