// /// query
// summary = "Makes an index of a node property, where there is none"
// source = "Vedana, vedana_etl/steps.py, label index; vedana_core/graph.py, property index"
// differs = "in Cypher's common form, with Memgraph's own beside it; the names are escaped (D17) and an error is an error, where the original swallows it (D23)"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "the nodes' label"
// example = "person"
//
// [params.property]
// type = "identifier"
// default = "id"
// doc = "the property"
// example = "person_name"
// ///
CREATE INDEX IF NOT EXISTS FOR (n:`$label`) ON (n.`$property`)
