"""Evaluation runs as the browser reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

import numpy as np

from ...core.evaluation.replies import TraceStep
from ...core.values import Rows
from ..wire import Column, pack
from .model import Judged, runs_table, slices

_TEXTS = ("run", "question", "verdict", "answer", "golden", "scenario", "comment", "trace")
_NUMBERS = ("rating", "seconds", "cost")


def packed(
    labels: Mapping[str, str], judged: Sequence[Judged], traces: Mapping[str, Sequence[TraceStep]]
) -> bytes:
    """Columns of one row a judged question; the tables of runs and slices, and traces, as meta."""
    columns: dict[str, Column] = {
        name: [getattr(one, name) or "" for one in judged] for name in _TEXTS
    }
    for name in _NUMBERS:
        given = [getattr(one, name) for one in judged]
        columns[name] = np.array([np.nan if one is None else one for one in given], dtype="f8")
    columns["repeat"] = np.array([one.repeat for one in judged], dtype="u4")
    meta = {
        "runs": _records(runs_table(labels, judged)),
        "slices": _records(slices(labels, judged)),
        "traces": {thread: [list(step) for step in steps] for thread, steps in traces.items()},
    }
    return pack(meta, columns)


def _records(rows: Rows) -> list[dict[str, Any]]:
    """Rows for JSON, which has no NaN: what is not known is null."""
    return [
        {name: None if isinstance(v, float) and isnan(v) else v for name, v in row.items()}
        for row in rows
    ]
