// /// query
// summary = "Stored findings of some categories, resolved ones too"
// source = "lore engine, public design, consistency engine"
//
// [params.categories]
// type = "list[str]"
// doc = "contradiction, anachronism, ontology, orphan, cross_store"
// example = ["orphan"]
//
// [columns]
// id = "str"
// properties = "map"
// ///
MATCH (n:Contradiction|Anachronism|OntologyViolation|Orphan)
WHERE n.category IN $categories
RETURN n.id AS id, properties(n) AS properties ORDER BY id
