// /// query
// summary = "Missions that pay best, highest first, ties by id, with what they are chosen and sorted by"
// source = "lore engine, storage strategy v1.2"
// differs = "the original matches `[:TARGETS|F2]` to a location's name and goes on from the location to the lot and the giver's property `faction`; here every relation starts at the mission, places are ids with their parts, and the caller asks for the giver's memberships at that time"
//
// [params.types]
// type = "list[str]"
// doc = "types of missions"
// example = ["QuietErrand"]
//
// [params.statuses]
// type = "list[str]"
// optional = true
// doc = "allowed values of `status`; every one where absent"
//
// [params.risks]
// type = "list[str]"
// optional = true
// doc = "allowed values of `risk`; every one where absent"
//
// [params.settings]
// type = "list[str]"
// optional = true
// doc = "settings; every one where absent"
//
// [params.limit]
// type = "int"
// doc = "the most missions"
// example = 5
//
// [columns]
// id = "str"
// setting_id = "str"
// started = "str: canonical time"
// ended = "str: canonical time, null where it goes on"
// currency = "str"
// sorted_by = "the payout"
// giver_id = "null: not asked for"
// ///
MATCH (m:DomainEntity)
{{mission_filter}}
RETURN m.id AS id, m.setting_id AS setting_id, m.started AS started, m.ended AS ended,
       m.currency AS currency, m.payout AS sorted_by, null AS giver_id
ORDER BY m.payout IS NULL, m.payout DESC, m.id
LIMIT $limit
