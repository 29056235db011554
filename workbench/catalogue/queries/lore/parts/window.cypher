// edges r whose window may meet the asked one; what has no key is kept
(coalesce(r.from_line, '') <> $until_line OR r.from_key <= $until_key)
  AND (coalesce(r.until_line, '') <> $from_line OR r.until_key >= $from_key)
