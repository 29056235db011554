-- /// query
-- summary = "Evaluation runs, newest first, each with its results in numbers"
-- source = "Vedana, jims_backoffice/states/eval.py, run list and _collect_run_data"
-- differs = "over whole runs (D52); a failed pipeline or judge is an error and no fail (D50); pass_rate is of the judged, and every denominator is told (D51); models without a price are named (D55); unrounded, and absent where there is nothing to average"
-- original = """
-- SELECT contact_id, thread_config FROM threads WHERE thread_config @> '{"interface":"eval"}' ORDER BY created_at DESC
-- """
--
-- [params.run_id]
-- type = "str"
-- optional = true
-- doc = "contact_id of the run's threads, eval:<YYYYmmdd-HHMMSS>; every run where absent"
-- example = "eval:20261101-100000"
--
-- [columns]
-- run_id = "str: contact_id of its threads"
-- run_label = "str: name and time of start, as the original shows it"
-- test_run_name = "str: '' where the run has none"
-- tests_total = "int: threads"
-- passed = "int"
-- failed = "int: judged wrong"
-- errors = "int: threads whose pipeline or judge failed"
-- unjudged = "int: threads without a result"
-- unknown = "int: results whose status is neither pass nor fail"
-- pass_rate = "float or NULL: passed / (passed + failed)"
-- avg_rating = "float or NULL: over the results with a rating, errors left out"
-- cost_total = "float: price of the pipelines' requests, in the provider's currency"
-- judge_cost_total = "float"
-- unpriced = "list of str: models whose requests had no price or the price 0"
-- avg_answer_time_sec = "float or NULL: last question to last answer, over threads with both"
-- median_answer_time_sec = "float or NULL"
-- first_thread_at = "timestamp: naive, clock of the application"
-- last_thread_at = "timestamp"
-- ///
WITH tests AS (
    SELECT thread_id, contact_id AS run_id, created_at, thread_config
    FROM threads
    WHERE thread_config @> '{"interface": "eval"}'
        AND ($run_id::text IS NULL OR contact_id = $run_id)
),
{{eval_events}},
{{eval_results}},
{{eval_talks}},
{{eval_costs}},
tested AS (
    SELECT tests.run_id, tests.created_at, thread_config ->> 'test_run_name' AS test_run_name,
        rating, coalesce(judge_cost, 0) AS judge_cost,
        coalesce(pipeline_cost, 0) AS pipeline_cost, unpriced,
        CASE WHEN seconds >= 0 THEN seconds END AS seconds,
        CASE WHEN talks.failed OR results.data ->> 'eval_judge_comment' LIKE 'Judge failed:%'
                OR results.data ->> 'eval_judge_comment' = 'Judge prompt not loaded' THEN 'error'
            WHEN results.thread_id IS NULL THEN 'unjudged'
            WHEN results.test_status IN ('pass', 'fail') THEN results.test_status
            ELSE 'unknown' END AS status
    FROM tests LEFT JOIN results USING (thread_id) LEFT JOIN talks USING (thread_id)
        LEFT JOIN costs USING (thread_id)
),
runs AS (
    SELECT run_id, coalesce((array_agg(test_run_name ORDER BY created_at DESC))[1], '')
            AS test_run_name,
        count(*) AS tests_total,
        count(*) FILTER (WHERE status = 'pass') AS passed,
        count(*) FILTER (WHERE status = 'fail') AS failed,
        count(*) FILTER (WHERE status = 'error') AS errors,
        count(*) FILTER (WHERE status = 'unjudged') AS unjudged,
        count(*) FILTER (WHERE status = 'unknown') AS unknown,
        avg(rating) FILTER (WHERE status <> 'error') AS avg_rating,
        sum(pipeline_cost) AS cost_total, sum(judge_cost) AS judge_cost_total,
        avg(seconds) AS avg_answer_time_sec,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median_answer_time_sec,
        min(created_at) AS first_thread_at, max(created_at) AS last_thread_at
    FROM tested
    GROUP BY run_id
)
SELECT run_id, concat_ws(' — ', nullif(test_run_name, ''),
    regexp_replace(run_id, '^eval:(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$', '\1-\2-\3 \4:\5:\6'))
    AS run_label, test_run_name, tests_total, passed, failed, errors, unjudged, unknown,
    passed::float8 / nullif(passed + failed, 0) AS pass_rate, avg_rating, cost_total,
    judge_cost_total,
    ARRAY(SELECT DISTINCT unnest(tested.unpriced) FROM tested
        WHERE tested.run_id IS NOT DISTINCT FROM runs.run_id ORDER BY 1) AS unpriced,
    avg_answer_time_sec, median_answer_time_sec, first_thread_at, last_thread_at
FROM runs
ORDER BY last_thread_at DESC, run_id COLLATE "C"
