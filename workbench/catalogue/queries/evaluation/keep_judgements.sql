-- /// query
-- summary = "Keeps what judges said: the first verdict of a key stands, garbage gives way to what comes later"
-- source = "the workbench's own table workbench_judgement"
-- writes = true
--
-- [params.rows]
-- type = "json"
-- doc = "a list of objects with the columns of workbench_judgement but for created_at; keys differ"
-- example = [{ key = "2f4a", status = "garbage", verdict = {}, raw = "Rather good!", question = "1", form = "verdict 1", prompt_id = "9b1c", model = "judge-1", answered_by = "", repeat = 1, seconds = 0.5 }]
--
-- [columns]
-- key = "str: of the rows that were kept"
-- ///
INSERT INTO workbench_judgement AS kept (key, status, verdict, raw, question, form, prompt_id, model, answered_by,
                                         repeat, prompt_tokens, completion_tokens, seconds)
SELECT key, status, CASE WHEN status = 'verdict' THEN verdict END, raw, question, form, prompt_id, model, answered_by,
       repeat, prompt_tokens, completion_tokens, seconds
FROM jsonb_to_recordset($rows::jsonb) AS r (key text, status text, verdict jsonb, raw text, question text, form text,
                                            prompt_id text, model text, answered_by text, repeat integer,
                                            prompt_tokens bigint, completion_tokens bigint, seconds double precision)
ON CONFLICT (key) DO UPDATE
SET status = excluded.status, verdict = excluded.verdict, raw = excluded.raw, answered_by = excluded.answered_by,
    prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
    seconds = excluded.seconds, created_at = now()
WHERE kept.status = 'garbage'
RETURNING key
