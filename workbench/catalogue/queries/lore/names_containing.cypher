// /// query
// summary = "Entities whose name, or one alias, contains some texts in lower case"
// source = "lore engine, public design"
// differs = "a superset of what the tool answers: whole words and case are decided by the caller, by Unicode's rules"
//
// [params.parts]
// type = "list[str]"
// doc = "parts of the name, in lower case"
// example = ["nailer"]
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (n:Person|Faction|Location|Item|Event|DomainEntity|Plane|Setting|Region|Lineage|Title|Deity|Culture|Language|MagicSystem|Spell|Material|Era|Date)
WHERE all(p IN $parts WHERE toLower(n.name) CONTAINS p)
   OR any(a IN coalesce(n.aliases, []) WHERE all(p IN $parts WHERE toLower(a) CONTAINS p))
{{entity_columns}} ORDER BY id
