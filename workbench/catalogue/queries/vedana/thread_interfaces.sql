-- /// query
-- summary = "The interfaces of threads, in code point order"
-- source = "Vedana, jims_backoffice/states/jims.py ThreadListState.get_data"
-- differs = "blanks are passed over key by key, as in the list itself"
--
-- [columns]
-- interface = "str: the first of interface, channel and source that is not blank"
-- threads = "int: threads that vedana/thread_page gives for it"
-- ///
WITH named AS (
    SELECT thread_id, thread_config ->> 'interface' AS interface,
        thread_config ->> 'channel' AS channel, thread_config ->> 'source' AS source
    FROM threads
), shown AS (
    SELECT DISTINCT coalesce(nullif(interface, ''), nullif(channel, ''), source) AS interface
    FROM named
)
SELECT interface, (
    SELECT count(*) FROM named
    WHERE shown.interface IN (named.interface, named.channel, named.source)) AS threads
FROM shown
WHERE btrim(interface, E' \t\n\r\f\v') <> ''
ORDER BY interface COLLATE "C"
