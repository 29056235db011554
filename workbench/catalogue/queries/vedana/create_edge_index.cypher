// /// query
// summary = "Makes an index of an edge property, where there is none"
// source = "Vedana, vedana_etl/steps.py, edge index"
// differs = "of one property, which is all that most engines have, where Memgraph's index holds the type alone; the names are escaped (D17)"
// writes = true
//
// [params.edge_label]
// type = "identifier"
// doc = "the edges' type"
// example = "PERSON_has_INTEREST"
//
// [params.property]
// type = "identifier"
// doc = "the property"
// example = "note"
// ///
CREATE INDEX IF NOT EXISTS FOR ()-[r:`$edge_label`]-() ON (r.`$property`)
