// /// query
// summary = "All eras with order and spans"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// id = "str"
// axis = "str"
// parent = "str"
// order = "int, null where unknown"
// length_years = "int, null where unknown"
// first_year = "int, null where unknown"
// last_year = "int, null where unknown"
// open_end = "bool"
// numbering = "str"
// ///
MATCH (e:Era)
RETURN e.id AS id, e.axis AS axis, e.parent AS parent, e.order AS order, e.length_years AS length_years,
       e.first_year AS first_year, e.last_year AS last_year, e.open_end AS open_end,
       e.numbering AS numbering
ORDER BY id
