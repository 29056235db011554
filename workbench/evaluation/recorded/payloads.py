"""The data of a test's events, made from a run: the shapes of Vedana's `eval.*` events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply
from ...core.evaluation.run import Run
from .calls import technical_info, tool_calls_text
from .threads import ASKED, CREATED, FAILED, META, PROCESSED, RESULT, SAID, part
from .verdicts import BROKEN, JUDGE, RATING

RUN_ID = "eval:"  # begins the contact_id of a run's threads
_SORRY = "An error occurred while processing the request"  # what Vedana tells its user


def meta_of(run: Run) -> dict[str, Any]:
    """What `eval.meta` says of the run as a whole: as imported, else as the manifest tells."""
    if "vedana" in run.manifest:
        return dict(part(run.manifest["vedana"], "meta"))
    judge = part(run.manifest.get("objects"), JUDGE)
    prompt = part(judge, "prompt")
    models = ", ".join(map(str, run.manifest.get("models", ()))) or run.name
    return {
        "meta_version": 1,
        "test_run": run.id if run.id.startswith(RUN_ID) else RUN_ID + run.id,
        "test_run_name": run.name,
        "run_config": {"pipeline_model": models, "embeddings_model": "", "embeddings_dim": None},
        "judge": {
            "judge_model": judge.get("model", ""),
            "judge_prompt_id": prompt.get("id", ""),
            "judge_prompt": prompt.get("text", ""),
        },
        "data_model": {"dm_id": "", "dm_description": ""},
        "graph": {"nodes_by_label": {}, "edges_by_type": {}},
    }


def payloads(run: Run, question: Question, outcome: Outcome) -> dict[str, dict[str, Any]]:
    """The data of each event of a test by type, in the order in which they are stored.

    A message of the user is there only where the time to the answer is known, an answer and
    `rag.query_processed` only where there is one, `eval.result` only where there was a judge.
    """
    meta = meta_of(run)
    asked = f"{question.text} {question.context}".strip()
    found: dict[str, dict[str, Any]] = {CREATED: {}, META: meta | {"question": _golden(question)}}
    if outcome.seconds is not None:
        found[ASKED] = {"role": "user", "content": asked}
    if outcome.reply is None:
        if outcome.seconds is not None:
            found[SAID] = {"role": "assistant", "content": _SORRY}
        found[FAILED] = {"query": asked, "error": outcome.error, "traceback": ""}
    elif outcome.reply.text is not None:
        found[SAID] = {"role": "assistant", "content": outcome.reply.text}
    if outcome.reply is not None:
        found[PROCESSED] = _processed(meta, asked, outcome.reply)
    if judged := _judged(run, outcome):
        found[RESULT] = _result(meta, question, outcome) | judged
    return found


def _golden(question: Question) -> dict[str, Any]:
    return {
        "gds_question": question.text,
        "gds_answer": question.answer or "",
        "question_context": question.context,
        "question_scenario": question.scenario,
    }


def _processed(meta: Mapping[str, Any], asked: str, reply: Reply) -> dict[str, Any]:
    model = part(meta, "run_config").get("pipeline_model") or "unknown"
    cost = {} if reply.cost is None else {model: {"requests_cost": reply.cost}}
    told = {**technical_info(reply.trace), "model_used": model, "model_stats": cost}
    return {"query": asked, "answer": reply.text, "technical_info": told}


def _judged(run: Run, outcome: Outcome) -> dict[str, Any]:
    """What the judge said; {} where it said nothing and did not fail."""
    measured, ratings = run.scores.get(JUDGE), run.scores.get(RATING)
    rating = ratings.values.get(outcome.key) if ratings else None
    given = {"eval_judge_rating": _whole(rating)}
    if measured is None or outcome.reply is None:
        return {}
    if outcome.key in measured.values:
        value = measured.values[outcome.key]
        status = {1.0: "pass", 0.0: "fail"}.get(value, f"{value:g}")
        return {"test_status": status, "eval_judge_comment": "", **given}
    reason = measured.apart.get(outcome.key, "")
    if not reason or reason.startswith("unjudged"):
        return {}
    comment = f"{BROKEN} {reason.removeprefix('judge failed: ')}"
    return {"test_status": "fail", "eval_judge_comment": comment, **given}


def _whole(rating: float | None) -> float | None:
    """As the judge's form has it, which takes whole numbers."""
    return rating if rating is None or not rating.is_integer() else int(rating)


def _result(meta: Mapping[str, Any], question: Question, outcome: Outcome) -> dict[str, Any]:
    reply, config, judge = outcome.reply, part(meta, "run_config"), part(meta, "judge")
    return {
        "judge_model": judge.get("judge_model"),
        "judge_prompt_id": judge.get("judge_prompt_id"),
        "dm_id": part(meta, "data_model").get("dm_id"),
        "pipeline_model": config.get("pipeline_model"),
        "embeddings_model": config.get("embeddings_model"),
        "embeddings_dim": config.get("embeddings_dim"),
        "test_run_id": meta.get("test_run"),
        "test_run_name": meta.get("test_run_name"),
        "gds_question": question.text,
        "question_context": question.context,
        "gds_answer": question.answer or "",
        "llm_answer": reply.text if reply else None,
        "tool_calls": tool_calls_text(reply.trace) if reply else "",
        "judge_cost": 0.0,
        "pipeline_cost": (reply.cost or 0.0) if reply else 0.0,
        "test_date": str(meta.get("test_run", "")).removeprefix(RUN_ID),
    }
