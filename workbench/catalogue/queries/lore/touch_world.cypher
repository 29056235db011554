// /// query
// summary = "Lets the world's stamp grow: readers of eras, registry, settings and shapes read them again"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.default_setting]
// type = "str"
// optional = true
// doc = "the setting that is meant where none is named; as it is where null"
// example = "tidewheel"
//
// [params.unfinished]
// type = "bool"
// default = false
// doc = "whether a load has begun and not ended"
//
// [columns]
// stamp = "int: the new stamp"
// ///
MERGE (w:WorldState {id: 'world'})
SET w.stamp = coalesce(w.stamp, 0) + 1, w.unfinished = $unfinished,
    w.default_setting = coalesce($default_setting, w.default_setting)
RETURN w.stamp AS stamp
