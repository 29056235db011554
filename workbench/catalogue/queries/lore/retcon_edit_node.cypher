// /// query
// summary = "Sets properties of one node"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the node's label"
// example = "Item"
//
// [params.id]
// type = "str"
// doc = "the node's id"
// example = "itm_chipped_teapot"
//
// [params.properties]
// type = "json"
// doc = "properties to set; null takes one away"
// example = { created = "bell_age.year_172" }
//
// [columns]
// id = "str"
// ///
MATCH (n:`$label` {id: $id})
SET n += $properties
RETURN n.id AS id
