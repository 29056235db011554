// /// query
// summary = "How many nodes carry each label, most frequent first"
// source = "Vedana, vedana_backoffice/states/main_dashboard.py, labels"
// differs = "equal counts come by label (D11)"
// original = "MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS cnt ORDER BY cnt DESC"
//
// [columns]
// label = "str"
// cnt = "int"
// ///
MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS cnt ORDER BY cnt DESC, label
