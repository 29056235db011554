"""A result as the browser reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...core.frames import encodable
from ...core.values import Rows
from .. import wire
from . import cells, drawn
from .model import Result
from .plans import plan_rows, share_of

_STATEMENT_LETTERS = 20_000


def packed(result: Result, more: Mapping[str, Any] | None = None) -> bytes:
    """Columns `c0`, `c1`, … of the rows, with `n0`, … (1 for NULL) where a column has any.

    `ids` is the JSON list of what each row stands for; nodes and edges are as `drawn.columns`.
    Everything else is meta.
    """
    columns: dict[str, wire.Column] = {**_rows(result.rows), **drawn.columns(result.scene)}
    if any(result.row_ids):
        columns["ids"] = [json.dumps(ids) for ids in result.row_ids[: _count(columns)]]
    return wire.pack({**_meta(result), **(more or {})}, columns)


def _count(columns: Mapping[str, wire.Column]) -> int:
    return len(columns["c0"]) if "c0" in columns else 0


def _rows(rows: Rows) -> dict[str, wire.Column]:
    texts = cells.shown(rows)
    found: dict[str, wire.Column] = {}
    for at in range(len(rows.columns)):
        found[f"c{at}"] = [row[at] for row in texts]
        nulls = [row[at] is None for row in rows.values[: len(texts)]]
        if any(nulls):
            found[f"n{at}"] = np.array(nulls, dtype="u1")
    return found


def _meta(result: Result) -> dict[str, Any]:
    return {
        "language": result.language,
        "text": encodable(result.text),
        "summary": encodable(result.summary()),
        "columns": [column._asdict() for column in cells.columns(result.rows)],
        "rows": len(result.rows),
        "left_out": result.left_out(),
        "asked": result.answer is not None,
        "plan": [row._asdict() for row in plan_rows(result.plan)] if result.plan else None,
        "plan_by": share_of(result.plan) if result.plan else "",
        "plan_note": encodable(result.plan_note),
        "parameters": _parameters(result.parameters),
        "facts": _facts(result),
        "trace": [_step(step) for step in result.trace],
        "fault": result.fault(),
        "limit": result.limit,
        "timeout": result.timeout,
    }


def _parameters(given: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": name, "type": cells.type_of(value) or "null", "value": cells.text_of(value)}
        for name, value in given.items()
    ]


def _facts(result: Result) -> list[list[str]]:
    """What else is known, as names and values."""
    told: list[list[str]] = [["language", result.language]]
    for name, count in result.counters.items():
        told.append([name.replace("_", " "), f"{count:,}"])
    for step in result.trace:
        told.append([step.store, f"{step.engine}, {step.ms:.1f} ms"])
    if result.answer is not None:
        told.append(["rows", f"{len(result.rows):,}"])
        told.append(["row limit", "none" if result.limit is None else f"{result.limit:,}"])
    if result.timeout is not None:
        told.append(["timeout", f"{result.timeout:g} s"])
    return told


def _step(step: Any) -> dict[str, Any]:
    return {
        "store": step.store,
        "engine": step.engine,
        "statement": encodable(step.statement[:_STATEMENT_LETTERS]),
        "rows": step.rows,
        "ms": step.ms,
        "parameters": _parameters(step.parameters),
    }
