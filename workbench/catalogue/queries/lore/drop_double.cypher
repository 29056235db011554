// /// query
// summary = "One node in place of two of one id: it keeps its own properties and gets those that only the other has"
// source = "lore engine, storage strategy v1.2"
// differs = "its world_id becomes the list of both"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "label of both nodes"
// example = "Person"
//
// [params.id]
// type = "str"
// doc = "the id of both nodes"
// example = "per_ninepence"
//
// [params.keep]
// type = "str"
// doc = "world_id of the node that stays"
// example = "default"
//
// [params.drop]
// type = "str"
// doc = "world_id of the node that goes"
// example = "margin_old"
//
// [params.properties]
// type = "json"
// doc = "all properties of the node that stays, as they shall be"
// example = { id = "per_ninepence", name = "Ninepence", world_id = ["default", "margin_old"] }
//
// [columns]
// dropped = "int"
// ///
MATCH (k:`$label` {id: $id}), (d:`$label` {id: $id})
WHERE k.world_id = $keep AND d.world_id = $drop
SET k += $properties
DETACH DELETE d
RETURN count(*) AS dropped
