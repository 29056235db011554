// /// query
// summary = "Lots of some goods that are on offer, with their prices"
// source = "lore engine, public design"
//
// [params.goods]
// type = "list[str]"
// doc = "ids of materials and items"
// example = ["mat_pickled_eel", "mat_kiln_slip"]
//
// [params.types]
// type = "list[str]"
// doc = "types of lots"
// example = ["TradeLot", "TradeLogEntry"]
//
// [params.setting]
// type = "str"
// optional = true
// doc = "the setting; every one where absent"
//
// [columns]
// id = "str"
// good_id = "str"
// currency = "str"
// asking_price = "float"
// location_id = "str: null where it is offered nowhere"
// superseded_by = "str: edge that replaced CONTAINS"
// retcon_at = "str: real time"
// effective_at = "str: real time"
// place_superseded_by = "str: edge that replaced OFFERED_AT"
// place_retcon_at = "str: real time"
// place_effective_at = "str: real time"
// ///
UNWIND $goods AS good
MATCH (g:Material|Item {id: good})<-[c:CONTAINS]-(d:DomainEntity)
WHERE d.type IN $types AND d.status = 'offered' AND ($setting IS NULL OR d.setting_id = $setting)
OPTIONAL MATCH (d)-[o:OFFERED_AT]->(l)
RETURN d.id AS id, g.id AS good_id, d.currency AS currency, d.asking_price AS asking_price,
       l.id AS location_id, c.superseded_by AS superseded_by, c.retcon_at AS retcon_at,
       c.effective_at AS effective_at, o.superseded_by AS place_superseded_by,
       o.retcon_at AS place_retcon_at, o.effective_at AS place_effective_at
