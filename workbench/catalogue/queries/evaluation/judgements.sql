-- /// query
-- summary = "Verdicts that judges gave before, by what was put to them"
-- source = "the workbench's own table workbench_judgement"
--
-- [params.keys]
-- type = "list[str]"
-- doc = "SHA-256 in hex of content, prompt, model and parameters"
-- example = ["2f4a"]
--
-- [columns]
-- key = "str"
-- verdict = "json: the fields of the form that was asked for"
-- raw = "str: the text that the verdict was read from"
-- answered_by = "str: the model by the endpoint's account, '' where it does not tell"
-- prompt_tokens = "int, null where the endpoint does not tell"
-- completion_tokens = "int, null where the endpoint does not tell"
-- seconds = "float: how long the judge took"
-- ///
SELECT key, verdict, raw, answered_by, prompt_tokens, completion_tokens, seconds
FROM workbench_judgement
WHERE key = ANY ($keys::text[]) AND status = 'verdict'
ORDER BY key COLLATE "C"
