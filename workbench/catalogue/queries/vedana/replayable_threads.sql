-- /// query
-- summary = "The threads in which the engine recorded a processed query, oldest record first"
-- source = "Vedana, vedana_core/rag_pipeline.py, which writes rag.query_processed after every answer"
--
-- [columns]
-- thread_id = "uuid"
-- records = "int: its rag.query_processed events"
-- first_at = "timestamp: naive, clock of the database"
-- ///
SELECT thread_id, count(*) AS records, min(created_at) AS first_at
FROM thread_events
WHERE event_type = 'rag.query_processed'
GROUP BY thread_id
ORDER BY first_at, thread_id
