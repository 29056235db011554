// /// query
// summary = "The entity with one id, whatever its label"
// source = "lore engine, storage strategy v1.2"
// differs = "one index is asked a label of the reference; a node of another label is found by lore/node_of_any_label"
//
// [params.id]
// type = "str"
// doc = "the entity's id"
// example = "per_ottoline_varrowmere"
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (n:Person|Faction|Location|Item|Event|DomainEntity|Plane|Setting|Region|Lineage|Title|Deity|Culture|Language|MagicSystem|Spell|Material|Era|Date|LoreSource|LoreChunk|TypeTemplate {id: $id})
{{entity_columns}}
