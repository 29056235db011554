-- rows of a window of the real clock
($since::timestamptz IS NULL OR occurred_at >= $since::timestamptz)
    AND ($until::timestamptz IS NULL OR occurred_at <= $until::timestamptz)
