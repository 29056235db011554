// /// query
// summary = "The nodes of a label in a range of ids: one page of a read of them all"
// source = "own: an index serves a range; a node whose id is no text is in none"
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "interest"
//
// [params.after]
// type = "str"
// default = ""
// doc = "where the range begins, itself left out"
//
// [params.until]
// type = "str"
// doc = "last id of the range"
// example = "interest:3"
//
// [columns]
// node_id = "str"
// properties = "map: all properties, id included"
// ///
MATCH (n:`$label`) WHERE n.id > $after AND n.id <= $until
RETURN n.id AS node_id, properties(n) AS properties
ORDER BY node_id
