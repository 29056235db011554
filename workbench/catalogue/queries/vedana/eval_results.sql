-- /// query
-- summary = "The tests of evaluation runs with answer, verdict, costs and latency, a page of them"
-- source = "Vedana, jims_backoffice/states/eval.py, results page and _collect_run_data"
-- differs = "pages do not overlap, for thread_id breaks ties (D11); a failed pipeline or judge is an error (D50); statuses are of one spelling and repeated questions are numbered (D51); a rating that is no number is absent, where the original fails; models without a price are named (D55)"
--
-- [params.run_id]
-- type = "str"
-- optional = true
-- doc = "contact_id of the run's threads, eval:<YYYYmmdd-HHMMSS>; every run where absent"
-- example = "eval:20261101-100000"
--
-- [params.scenario]
-- type = "str"
-- optional = true
-- doc = "question_scenario of the threads; every one where absent"
--
-- [params.status]
-- type = "str"
-- optional = true
-- doc = "pass, fail, error, unjudged or unknown; every one where absent"
--
-- [params.sort]
-- type = "str"
-- default = "rating"
-- doc = "rating or rating_ascending (those without one last, then the newest), newest, oldest"
--
-- [params.first]
-- type = "int"
-- default = 100
-- doc = "most rows to return"
--
-- [params.skip]
-- type = "int"
-- default = 0
-- doc = "rows to leave out before them"
--
-- [columns]
-- run_id = "str"
-- thread_id = "uuid"
-- question = "str or NULL: gds_question"
-- repeat = "int: 1 for a question's oldest thread in its run"
-- question_scenario = "str"
-- gds_answer = "str or NULL: the golden answer"
-- answer = "str or NULL: what the judge saw, else the last message"
-- status = "str: pass, fail, error, unjudged or unknown"
-- rating = "float or NULL: the judge's"
-- comment = "str or NULL: the judge's"
-- tool_calls = "str or NULL: text of the calls, as the judge saw it"
-- pipeline_model = "str or NULL"
-- judge_model = "str or NULL"
-- pipeline_cost = "float or NULL"
-- judge_cost = "float or NULL"
-- unpriced = "list of str: models whose requests had no price or the price 0"
-- answer_seconds = "float or NULL: last question to last answer"
-- test_date = "str or NULL: YYYYmmdd-HHMMSS"
-- created_at = "timestamp: naive, creation of the thread"
-- total = "int: rows on all pages"
-- ///
WITH tests AS (
    SELECT thread_id, contact_id AS run_id, created_at, thread_config
    FROM threads
    WHERE thread_config @> '{"interface": "eval"}'
        AND ($run_id::text IS NULL OR contact_id = $run_id)
        AND ($scenario::text IS NULL OR thread_config ->> 'question_scenario' = $scenario)
),
{{eval_events}},
{{eval_results}},
{{eval_talks}},
{{eval_answers}},
{{eval_costs}},
tested AS (
    SELECT tests.run_id, thread_id, results.data ->> 'gds_question' AS question,
        row_number() OVER (PARTITION BY run_id, results.data ->> 'gds_question'
            ORDER BY created_at, thread_id) AS repeat,
        coalesce(thread_config ->> 'question_scenario', '') AS question_scenario,
        results.data ->> 'gds_answer' AS gds_answer,
        coalesce(results.data ->> 'llm_answer', content) AS answer,
        CASE WHEN talks.failed OR results.data ->> 'eval_judge_comment' LIKE 'Judge failed:%'
                OR results.data ->> 'eval_judge_comment' = 'Judge prompt not loaded' THEN 'error'
            WHEN results.thread_id IS NULL THEN 'unjudged'
            WHEN results.test_status IN ('pass', 'fail') THEN results.test_status
            ELSE 'unknown' END AS status,
        rating, results.data ->> 'eval_judge_comment' AS comment,
        results.data ->> 'tool_calls' AS tool_calls,
        results.data ->> 'pipeline_model' AS pipeline_model,
        results.data ->> 'judge_model' AS judge_model, pipeline_cost, judge_cost,
        coalesce(unpriced, '{}') AS unpriced, seconds AS answer_seconds,
        results.data ->> 'test_date' AS test_date, tests.created_at
    FROM tests LEFT JOIN results USING (thread_id) LEFT JOIN talks USING (thread_id)
        LEFT JOIN answers USING (thread_id) LEFT JOIN costs USING (thread_id)
)
SELECT *, count(*) OVER () AS total
FROM tested
WHERE $status::text IS NULL OR status = $status
ORDER BY CASE $sort WHEN 'rating' THEN rating END DESC NULLS LAST,
    CASE $sort WHEN 'rating_ascending' THEN rating END NULLS LAST,
    CASE $sort WHEN 'oldest' THEN created_at END, created_at DESC, thread_id DESC
LIMIT $first::int8 OFFSET $skip::int8
