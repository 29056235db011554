-- event_data as JSON that every function takes: NUL and halves of surrogate pairs are U+FFFD
CASE WHEN event_data::text ~ '\\u(0000|[dD][89a-fA-F])'
    THEN regexp_replace(event_data::text,
        '(?<!\\)((?:\\\\)*)(?:\\u0000|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])'
        || '|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})',
        '\1\\ufffd', 'g')::json
    ELSE event_data END
