// what a mission is chosen and sorted by
RETURN m.id AS id, m.setting_id AS setting_id, m.started AS started, m.ended AS ended,
       m.currency AS currency, m.`$sort_by` AS sorted_by, p.id AS giver_id,
       g.superseded_by AS superseded_by, g.retcon_at AS retcon_at, g.effective_at AS effective_at
