// /// query
// summary = "Entities that name one of some settings as theirs"
// source = "lore engine, public design"
//
// [params.settings]
// type = "list[str]"
// doc = "ids of settings"
// example = ["margin"]
//
// [columns]
// id = "str"
// name = "str"
// label = "str: first label"
// settings = "list: all settings of the entity"
// ///
MATCH (n:Person|Faction|Location|Item|Event|DomainEntity|Plane|Region|Lineage|Title|Deity|Culture|Language|MagicSystem|Spell|Material|Date)
WHERE any(s IN n.settings WHERE s IN $settings)
RETURN n.id AS id, n.name AS name, labels(n)[0] AS label, n.settings AS settings ORDER BY id
