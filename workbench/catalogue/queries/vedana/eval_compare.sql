-- /// query
-- summary = "Two evaluation runs, question by question"
-- source = "Vedana, jims_backoffice/states/eval.py compare_runs_background"
-- differs = "repeats of a question are compared in turn, where the original keeps one of them (D51); a failed pipeline or judge is an error (D50); a missing side is NULL, where the original shows a dash"
--
-- [params.run_a]
-- type = "str"
-- doc = "contact_id of the first run's threads"
-- example = "eval:20261101-100000"
--
-- [params.run_b]
-- type = "str"
-- doc = "contact_id of the second run's threads"
-- example = "eval:20261101-110000"
--
-- [columns]
-- question = "str or NULL"
-- repeat = "int: the question's threads in a run, the oldest is 1"
-- gds_answer = "str or NULL: the golden answer"
-- status_a = "str or NULL: pass, fail, error, unjudged or unknown; NULL where the run lacks it"
-- status_b = "str or NULL"
-- changed = "bool: the statuses differ"
-- rating_a = "float or NULL"
-- rating_b = "float or NULL"
-- comment_a = "str or NULL"
-- comment_b = "str or NULL"
-- answer_a = "str or NULL"
-- answer_b = "str or NULL"
-- tool_calls_a = "str or NULL"
-- tool_calls_b = "str or NULL"
-- thread_a = "uuid or NULL"
-- thread_b = "uuid or NULL"
-- ///
WITH tests AS (
    SELECT thread_id, contact_id AS run_id, created_at, thread_config
    FROM threads
    WHERE thread_config @> '{"interface": "eval"}'
        AND contact_id IN ($run_a, $run_b)
),
{{eval_events}},
{{eval_results}},
{{eval_talks}},
tested AS (
    SELECT run_id, thread_id, results.data ->> 'gds_question' AS question,
        row_number() OVER (PARTITION BY run_id, results.data ->> 'gds_question'
            ORDER BY created_at, thread_id) AS repeat,
        CASE WHEN talks.failed OR results.data ->> 'eval_judge_comment' LIKE 'Judge failed:%'
                OR results.data ->> 'eval_judge_comment' = 'Judge prompt not loaded' THEN 'error'
            WHEN results.thread_id IS NULL THEN 'unjudged'
            WHEN results.test_status IN ('pass', 'fail') THEN results.test_status
            ELSE 'unknown' END AS status,
        rating, results.data
    FROM tests LEFT JOIN results USING (thread_id) LEFT JOIN talks USING (thread_id)
)
SELECT coalesce(a.question, b.question) AS question, coalesce(a.repeat, b.repeat) AS repeat,
    coalesce(a.data ->> 'gds_answer', b.data ->> 'gds_answer') AS gds_answer,
    a.status AS status_a, b.status AS status_b, a.status IS DISTINCT FROM b.status AS changed,
    a.rating AS rating_a, b.rating AS rating_b,
    a.data ->> 'eval_judge_comment' AS comment_a, b.data ->> 'eval_judge_comment' AS comment_b,
    a.data ->> 'llm_answer' AS answer_a, b.data ->> 'llm_answer' AS answer_b,
    a.data ->> 'tool_calls' AS tool_calls_a, b.data ->> 'tool_calls' AS tool_calls_b,
    a.thread_id AS thread_a, b.thread_id AS thread_b
FROM (SELECT *, coalesce(question, '') AS key FROM tested WHERE run_id = $run_a) AS a
    FULL JOIN (SELECT *, coalesce(question, '') AS key FROM tested WHERE run_id = $run_b) AS b
    USING (key, repeat)
ORDER BY coalesce(a.question, b.question) COLLATE "C", repeat
