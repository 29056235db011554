// /// query
// summary = "Stores one node, replacing all its properties"
// source = "Vedana, vedana_core/graph.py add_node"
// differs = "the properties are one parameter, so that no name of theirs is part of the text (D17)"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the node's label"
// example = "person"
//
// [params.id]
// type = "str"
// doc = "the node's id"
// example = "person:8"
//
// [params.properties]
// type = "json"
// doc = "an object; an `id` in it is passed over"
// example = { person_name = "Eustace Comment" }
//
// [columns]
// n = "Node: as it stands now"
// ///
MERGE (n:`$label` {id: $id})
SET n = $properties
SET n.id = $id
RETURN n
