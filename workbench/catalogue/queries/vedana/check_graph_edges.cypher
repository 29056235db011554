// /// query
// summary = "The edges of a type that leave the nodes of a label in a range of ids"
// source = "own: one page of a read of them all"
//
// [params.label]
// type = "identifier"
// doc = "label of the nodes at the start"
// example = "person"
//
// [params.type]
// type = "identifier"
// doc = "the edges' type"
// example = "PERSON_has_INTEREST"
//
// [params.after]
// type = "str"
// default = ""
// doc = "where the range begins, itself left out"
//
// [params.until]
// type = "str"
// doc = "last id of the range"
// example = "person:3"
//
// [columns]
// from_node_id = "str"
// to_node_id = "str, or NULL where that node has no id"
// to_node_type = "list of str: labels at the end"
// properties = "map"
// ///
MATCH (a:`$label`)-[r:`$type`]->(b) WHERE a.id > $after AND a.id <= $until
RETURN a.id AS from_node_id, b.id AS to_node_id, labels(b) AS to_node_type,
    properties(r) AS properties
