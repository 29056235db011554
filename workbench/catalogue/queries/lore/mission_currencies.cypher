// /// query
// summary = "The currencies in which missions are paid"
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
// [columns]
// currency = "str"
// ///
MATCH (m:DomainEntity)
{{mission_filter}}
RETURN DISTINCT m.currency AS currency ORDER BY currency
