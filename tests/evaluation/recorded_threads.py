"""Threads of an evaluation as Vedana stores them, and the run that they make."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from workbench.core.evaluation.golden import Golden
from workbench.core.evaluation.run import Run
from workbench.core.values import Event
from workbench.evaluation.recorded.read import runs_of
from workbench.evaluation.recorded.threads import RecordedThread

RUN = "eval:20261102-090000"
NOON = datetime(2026, 11, 2, 12)
ASKED = ("comm.user_message", {"role": "user", "content": "Who?"})
SAID = ("comm.assistant_message", {"role": "assistant", "content": "Ann."})
CALL = {"tool": "cypher", "args": {"query": "RETURN 1"}, "result": 'Query: cypher\nRows:\n{"1": 1}'}
INFO = {"cypher_queries": ["RETURN 1"], "model_used": "m", "tool_calls": [CALL]}
PROCESSED = ("rag.query_processed", {"query": "Who?", "answer": "Ann.", "technical_info": INFO})


def judged(status: Any = "pass", rating: Any = 10, **more: Any) -> tuple[str, Any]:
    told = {"gds_question": "Who?", "gds_answer": "Ann, Bo", "llm_answer": "Ann.", **more}
    return "eval.result", {**told, "test_status": status, "eval_judge_rating": rating}


def thread(number: int, *events: tuple[str, Any], run: str | None = RUN) -> RecordedThread:
    """A thread whose events come a second apart."""
    told = [
        Event(UUID(int=at), kind, NOON + timedelta(seconds=at), data)
        for at, (kind, data) in enumerate(events)
    ]
    created = NOON + timedelta(minutes=number)
    return {"thread_id": UUID(int=number), "created_at": created, "contact_id": run}, told


def run_of(*threads: RecordedThread, golden: Golden | None = None) -> Run:
    (run,) = runs_of(threads, golden=golden)
    return run
