// /// query
// summary = "The nodes with one id, whatever their labels: all nodes are looked at"
// source = "own: what a double click on a node of a graph view asks of a node whose label is not known"
//
// [params.id]
// type = "json"
// doc = "the property id, text or number, or the engine's element id"
// example = "person:1"
//
// [columns]
// element = "str: element id"
// ///
MATCH (n)
WHERE n.id = $id OR elementId(n) = $id
RETURN elementId(n) AS element
LIMIT 2
