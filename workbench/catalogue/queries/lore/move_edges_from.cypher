// /// query
// summary = "Edges of one type that leave a node leave another node of its id instead"
// source = "lore engine, storage strategy v1.2"
// writes = true
//
// [params.label]
// type = "identifier"
// doc = "label of both nodes"
// example = "Person"
//
// [params.type]
// type = "identifier"
// doc = "the edges' type"
// example = "MEMBER_OF"
//
// [params.id]
// type = "str"
// doc = "the id of both nodes"
// example = "per_ninepence"
//
// [params.keep]
// type = "str"
// doc = "world_id of the node that gets the edges"
// example = "default"
//
// [params.drop]
// type = "str"
// doc = "world_id of the node that loses them"
// example = "margin_old"
//
// [columns]
// moved = "int"
// ///
MATCH (k:`$label` {id: $id}), (d:`$label` {id: $id})
WHERE k.world_id = $keep AND d.world_id = $drop
MATCH (d)-[r:`$type`]->(o)
CREATE (k)-[m:`$type`]->(o)
SET m = properties(r)
DELETE r
RETURN count(*) AS moved
