// /// query
// summary = "The numbers that grow whenever templates change: by a reload, by a load of the world"
// source = "lore engine, public design"
//
// [columns]
// generation = "int: reloads so far"
// stamp = "int: loads of the world so far"
// ///
OPTIONAL MATCH (s:TemplateState {id: 'templates'})
OPTIONAL MATCH (w:WorldState {id: 'world'})
RETURN coalesce(s.generation, 0) AS generation, coalesce(w.stamp, 0) AS stamp
