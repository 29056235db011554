-- /// query
-- summary = "The indexes that these queries want and this database lacks, each with the statement that makes it"
-- source = "none in Vedana, which has no index on thread_events but its key, and none beside HNSW on embeddings (D1, D10)"
--
-- [params.all]
-- type = "bool"
-- default = false
-- doc = "also those that are there"
-- example = true
--
-- [columns]
-- name = "str: as the workbench calls it on a bench of its own"
-- table_name = "str"
-- serves = "str"
-- present = "bool: the table has an index of this definition, whatever its name"
-- statement = "str: CREATE INDEX CONCURRENTLY, for the owner of the database to run"
-- ///
WITH wanted (name, table_name, serves, definition) AS (
    VALUES
        ('thread_events_thread_id_created_at_event_id_idx', 'thread_events', 'the events of a thread',
            $index$btree (thread_id, created_at, event_id)$index$),
        ('thread_events_event_type_created_at_idx', 'thread_events', 'events of one type',
            $index$btree (event_type, created_at)$index$),
        ('rag_anchor_embeddings_node_type_attribute_name_idx', 'rag_anchor_embeddings', 'exact vector search of nodes',
            $index$btree (node_type, attribute_name)$index$),
        ('rag_edge_embeddings_edge_label_attribute_name_idx', 'rag_edge_embeddings', 'exact vector search of edges',
            $index$btree (edge_label, attribute_name)$index$),
        ('thread_events_conversation_thread_id_created_at_event_id_idx', 'thread_events', 'thread lists: the activity of a thread',
            $index$btree (thread_id, created_at, event_id) WHERE ((event_type)::text !~~ 'jims.backoffice.%'::text)$index$),
        ('thread_events_conversation_created_at_thread_id_event_id_idx', 'thread_events', 'thread lists: the newest threads',
            $index$btree (created_at, thread_id, event_id) WHERE ((event_type)::text !~~ 'jims.backoffice.%'::text)$index$),
        ('thread_events_annotation_thread_id_created_at_event_id_idx', 'thread_events', 'thread lists: tags, reviews, priorities',
            $index$btree (thread_id, created_at, event_id) WHERE ((event_type)::text ~~ 'jims.backoffice.%'::text)$index$),
        ('thread_events_message_words_idx', 'thread_events', 'full-text search over messages',
            $index$gin (to_tsvector('simple'::regconfig, "left"(( CASE WHEN ((event_data)::text ~ '\\u(0000|[dD][89a-fA-F])'::text) THEN (regexp_replace((event_data)::text, ('(?<!\\)((?:\\\\)*)(?:\\u0000|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])'::text || '|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})'::text), '\1\\ufffd'::text, 'g'::text))::json ELSE event_data END ->> 'content'::text), 100000))) WHERE ((event_type)::text ~~ 'comm.%'::text)$index$),
        ('threads_created_at_thread_id_idx', 'threads', 'thread lists: threads without events',
            $index$btree (created_at, thread_id)$index$)
), there AS MATERIALIZED ( -- what follows USING is the definition without names
    SELECT indrelid, substring(pg_get_indexdef(indexrelid) FROM ' USING (.*)$') AS definition
    FROM pg_index
    WHERE indisvalid AND indrelid IN (SELECT to_regclass(table_name) FROM wanted)
), judged AS (
    SELECT *, EXISTS (
        SELECT FROM there
        WHERE indrelid = to_regclass(table_name)
            AND regexp_replace(there.definition, '\s+', ' ', 'g') = wanted.definition) AS present
    FROM wanted
)
SELECT name, table_name, serves, present,
    format('CREATE INDEX CONCURRENTLY %I ON %I USING %s', name, table_name, definition) AS statement
FROM judged
WHERE to_regclass(table_name) IS NOT NULL AND ($all OR NOT present)
ORDER BY present, name
