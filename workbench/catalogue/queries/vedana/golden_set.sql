-- /// query
-- summary = "The golden questions with their answers"
-- source = "Vedana, vedana_backoffice/states/eval.py, golden set"
-- differs = "every question, where the original stops at 500 without a word (D52); with the comment, and sorted whatever the collation"
-- original = "SELECT gds_question, gds_answer, question_context, question_scenario FROM eval_gds ORDER BY gds_question LIMIT 500"
--
-- [params.scenario]
-- type = "str"
-- optional = true
-- doc = "question_scenario, '' for questions without one; every one where absent"
--
-- [columns]
-- id = "str: the question, trimmed, which is the key that the original knows it by"
-- gds_question = "str"
-- gds_answer = "str or NULL"
-- question_context = "str or NULL"
-- question_scenario = "str or NULL"
-- question_comment = "str or NULL"
-- ///
SELECT btrim(gds_question) AS id, gds_question, gds_answer, question_context, question_scenario,
    question_comment
FROM eval_gds
WHERE $scenario::text IS NULL OR coalesce(question_scenario, '') = $scenario
ORDER BY gds_question COLLATE "C"
