// /// query
// summary = "The axes of time with their calendars"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// id = "str"
// months_per_year = "int"
// days_per_month = "int"
// ///
MATCH (c:Calendar)
RETURN c.id AS id, c.months_per_year AS months_per_year, c.days_per_month AS days_per_month
ORDER BY id
