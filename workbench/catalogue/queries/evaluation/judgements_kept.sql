-- /// query
-- summary = "What judges said, newest first: verdicts, and the garbage that is none"
-- source = "the workbench's own table workbench_judgement"
--
-- [params.status]
-- type = "str"
-- optional = true
-- doc = "verdict or garbage; both where null"
--
-- [params.model]
-- type = "str"
-- optional = true
-- doc = "the model that was asked for; every one where null"
--
-- [columns]
-- key = "str"
-- status = "str: verdict or garbage"
-- verdict = "json, null for garbage"
-- raw = "str: what the judge wrote"
-- question = "str: the id of the question that it was first put to it for"
-- form = "str: what was to be filled in, with its version"
-- prompt_id = "str: SHA-256 of the prompt in hex"
-- model = "str: the model that was asked for"
-- answered_by = "str: the model by the endpoint's account"
-- repeat = "int: 1 is the first"
-- prompt_tokens = "int or null"
-- completion_tokens = "int or null"
-- seconds = "float"
-- created_at = "timestamp"
-- ///
SELECT key, status, verdict, raw, question, form, prompt_id, model, answered_by, repeat, prompt_tokens,
       completion_tokens, seconds, created_at
FROM workbench_judgement
WHERE ($status::text IS NULL OR status = $status) AND ($model::text IS NULL OR model = $model)
ORDER BY created_at DESC, key COLLATE "C"
