// by what a mission's own fields say
WHERE m.type IN $types
  AND ($statuses IS NULL OR m.status IN $statuses)
  AND ($risks IS NULL OR m.risk IN $risks)
  AND ($settings IS NULL OR m.setting_id IN $settings)
