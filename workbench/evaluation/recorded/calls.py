"""Tool calls as steps of a trace, and steps as the tool calls that Vedana records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...core.evaluation.replies import TraceStep
from ...core.recorded_calls import CYPHER, VECTOR_SEARCH, recorded
from ...core.values import Event
from .threads import PROCESSED, part

_NOTES = ("context.dm_filter_reasoning", "rag.data_model_filtered")
_UNREADABLE = "unreadable"
_ARGS, _RESULT = "Args: ", "\nResult:\n"


def trace_of(events: Iterable[Event]) -> tuple[TraceStep, ...]:
    """The steps of a pipeline, in the order of its events.

    Of `rag.query_processed` these are its calls, then those without a result, then what cannot
    be read. The text of a call is that of `eval.result.tool_calls`: `Args: <JSON>`, and below it
    `Result:` with the result as it was recorded. Reasoning about the data model is a step too.
    """
    steps: list[TraceStep] = []
    for event in events:
        if event.event_type == PROCESSED:
            steps += _calls(event.data)
        elif event.event_type in _NOTES:
            steps.append(TraceStep(event.event_type, _note(event.data)))
    return tuple(steps)


def _note(data: Any) -> str:
    told = data.get("reasoning", data.get("content")) if isinstance(data, Mapping) else None
    return told if isinstance(told, str) else json.dumps(data, ensure_ascii=False)


def _calls(data: Any) -> Iterator[TraceStep]:
    told = recorded(data)
    made = 0
    for one in _listed(data):
        if isinstance(one, Mapping) and isinstance(one.get("tool"), str):
            made += 1
            yield TraceStep(one["tool"], _text(one.get("args"), one.get("result")))
    for call in told.calls[made:]:
        yield TraceStep(call.tool, _text(dict(call.args), None))
    for fault in told.faults:
        yield TraceStep(_UNREADABLE, fault)


def _listed(data: Any) -> list[Any]:
    calls = part(data, "technical_info").get("tool_calls")
    return calls if isinstance(calls, list) else []


def _text(args: Any, result: Any) -> str:
    shown = _ARGS + json.dumps(args, ensure_ascii=False)
    if result is None:
        return shown
    return shown + _RESULT + (result if isinstance(result, str) else json.dumps(result))


def technical_info(trace: Iterable[TraceStep]) -> dict[str, Any]:
    """The part of `technical_info` that a trace tells: queries and calls, in its order."""
    calls = [call for step in trace if (call := _call(step))]
    searches = [_search(one["args"]) for one in calls if one["tool"] == VECTOR_SEARCH]
    cypher = [one["args"].get("query") for one in calls if one["tool"] == CYPHER]
    return {
        "vts_queries": searches,
        "cypher_queries": cypher,
        "num_vts_queries": len(searches),
        "num_cypher_queries": len(cypher),
        "tool_calls": [one for one in calls if "result" in one],
    }


def tool_calls_text(trace: Iterable[TraceStep]) -> str:
    """The calls with a result as the judge sees them, numbered from 1, a blank line between."""
    made = [step for step in trace if "result" in (_call(step) or {})]
    return "\n\n".join(f"[{at}] {step.kind}\n{step.text}" for at, step in enumerate(made, 1))


def _call(step: TraceStep) -> dict[str, Any] | None:
    """None for a step that is no call; the text of another system's step is its result."""
    if step.kind in (*_NOTES, _UNREADABLE):
        return None
    shown, has_result, result = step.text.partition(_RESULT)
    try:
        args = json.loads(shown.removeprefix(_ARGS)) if shown.startswith(_ARGS) else None
    except ValueError:
        args = None
    if not isinstance(args, dict):
        return {"tool": step.kind, "args": {}, "result": step.text}
    return {"tool": step.kind, "args": args} | ({"result": result} if has_result else {})


def _search(args: Mapping[str, Any]) -> str:
    """As Vedana lists a search; one whose quotes left open what was asked is kept as listed."""
    if "listed" in args:
        return str(args["listed"])
    label, name, text = (args.get(key) for key in ("label", "property", "text"))
    return f'vector_search("{label}","{name}","{text}")'
