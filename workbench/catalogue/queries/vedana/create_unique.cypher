// /// query
// summary = "Makes a property's values unique among the nodes of a label"
// source = "Vedana, vedana_etl/steps.py, id unique; vedana_core/graph.py, property index"
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
// example = "id"
// ///
CREATE CONSTRAINT IF NOT EXISTS FOR (n:`$label`) REQUIRE n.`$property` IS UNIQUE
