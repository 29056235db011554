// /// query
// summary = "How many edges have each type, most frequent first"
// source = "Vedana, vedana_backoffice/states/main_dashboard.py, types"
// differs = "equal counts come by type (D11)"
// original = "MATCH ()-[r]->() RETURN type(r) AS label, count(*) AS cnt ORDER BY cnt DESC"
//
// [columns]
// label = "str: the type"
// cnt = "int"
// ///
MATCH ()-[r]->() RETURN type(r) AS label, count(*) AS cnt ORDER BY cnt DESC, label
