-- /// query
-- summary = "The scenarios that evaluation threads were run for, most recently used first"
-- source = "Vedana, jims_backoffice/states/eval.py, scenarios"
-- differs = "with counts; equal times come by name (D11)"
--
-- [columns]
-- question_scenario = "str"
-- threads = "int: evaluation threads of it, over all runs"
-- last_used = "timestamp: naive, creation of its newest thread"
-- ///
SELECT thread_config ->> 'question_scenario' AS question_scenario, count(*) AS threads,
    max(created_at) AS last_used
FROM threads
WHERE thread_config @> '{"interface": "eval"}'
    AND coalesce(thread_config ->> 'question_scenario', '') <> ''
GROUP BY 1
ORDER BY last_used DESC, (thread_config ->> 'question_scenario') COLLATE "C"
