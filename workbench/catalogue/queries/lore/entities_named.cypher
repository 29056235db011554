// /// query
// summary = "Entities with one name or alias, to the letter"
// source = "lore engine, storage strategy v1.2"
// differs = "texts and templates are not meant by a name: a chunk may have a person's for its title"
//
// [params.name]
// type = "str"
// doc = "the name"
// example = "Ottoline Varrowmere"
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (n:Person|Faction|Location|Item|Event|DomainEntity|Plane|Setting|Region|Lineage|Title|Deity|Culture|Language|MagicSystem|Spell|Material|Era|Date)
WHERE n.name = $name OR $name IN coalesce(n.aliases, [])
{{entity_columns}} ORDER BY id
