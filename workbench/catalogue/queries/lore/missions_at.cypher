// /// query
// summary = "Missions aimed at some locations, with what they are chosen and sorted by"
// source = "lore engine, storage strategy v1.2"
// differs = "the original matches `[:TARGETS|F2]` to a location's name and goes on from the location to the lot and the giver's property `faction`; here every relation starts at the mission, places are ids with their parts, and the caller asks for the giver's memberships at that time"
//
// [params.locations]
// type = "list[str]"
// doc = "the locations, parts of a wanted one included"
// example = ["loc_saltmarket"]
//
// [params.types]
// type = "list[str]"
// doc = "types of missions"
// example = ["QuietErrand"]
//
// [params.sort_by]
// type = "identifier"
// doc = "the field that the caller sorts by"
// example = "payout"
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
// id = "str"
// setting_id = "str"
// started = "str: canonical time"
// ended = "str: canonical time, null where it goes on"
// currency = "str"
// sorted_by = "value of the field `sort_by`"
// giver_id = "str: null where nobody gave it; a mission has one row a giver"
// superseded_by = "str: edge that replaced GIVEN_BY"
// retcon_at = "str: real time"
// effective_at = "str: real time"
// target_superseded_by = "str: edge that replaced TARGETS"
// target_retcon_at = "str: real time"
// target_effective_at = "str: real time"
// ///
UNWIND $locations AS place
MATCH (:Location {id: place})<-[t:TARGETS]-(m:DomainEntity)
{{mission_filter}}
OPTIONAL MATCH (m)-[g:GIVEN_BY]->(p)
{{mission_columns}},
       t.superseded_by AS target_superseded_by, t.retcon_at AS target_retcon_at,
       t.effective_at AS target_effective_at
