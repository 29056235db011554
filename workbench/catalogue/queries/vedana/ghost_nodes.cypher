// /// query
// summary = "Nodes with no property but id: stubs that an edge load made for missing ends"
// source = "own: finds what Vedana's edge load leaves behind, MERGE of both ends (D18)"
//
// [columns]
// node_type = "list of str: the labels"
// node_id = "str"
// edges = "int: how many edges hold on to it"
// ///
MATCH (n) WHERE n.id IS NOT NULL AND size(keys(n)) = 1
OPTIONAL MATCH (n)-[r]-()
RETURN labels(n) AS node_type, n.id AS node_id, count(r) AS edges
ORDER BY node_id, head(node_type)
