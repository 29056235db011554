// /// query
// summary = "All settings"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// id = "str"
// name = "str"
// kind = "str"
// axis = "str"
// current_era = "str"
// default_plane = "str"
// ///
MATCH (s:Setting)
RETURN s.id AS id, s.name AS name, s.kind AS kind, s.axis AS axis, s.current_era AS current_era,
       s.default_plane AS default_plane
ORDER BY id
