// /// query
// summary = "The number that grows whenever a load or a retcon changes what all questions share"
// source = "lore engine, storage strategy v1.2"
//
// [columns]
// stamp = "int"
// default_setting = "str"
// ///
MATCH (w:WorldState {id: 'world'})
RETURN w.stamp AS stamp, w.default_setting AS default_setting
