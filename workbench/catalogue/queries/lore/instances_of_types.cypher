// /// query
// summary = "All domain entities of some types, by id"
// source = "lore engine, storage strategy v1.2"
//
// [params.types]
// type = "list[str]"
// doc = "the types"
// example = ["TradeLot", "TradeLogEntry"]
//
// [params.statuses]
// type = "list[str]"
// optional = true
// doc = "allowed values of `status`; every one where absent"
//
// [params.setting]
// type = "str"
// optional = true
// doc = "the setting; every one where absent"
//
// [columns]
// id = "str"
// label = "str: first label"
// name = "str"
// settings = "list: settings that the node names itself, null where it names none"
// properties = "map"
// ///
MATCH (d:DomainEntity)
WHERE d.type IN $types
  AND ($statuses IS NULL OR d.status IN $statuses)
  AND ($setting IS NULL OR d.setting_id = $setting)
RETURN d.id AS id, labels(d)[0] AS label, d.name AS name, d.settings AS settings, properties(d) AS properties ORDER BY id
