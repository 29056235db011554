"""One statement: read, or made into changes of a draft."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ...core.errors import BadParameters, WriteRefused
from ...core.property_graph.protocols import AsksGraph
from ..changing.draft import Draft
from ..state.state import State
from . import reading
from .clauses import Statement
from .compat import Compat
from .result import CypherResult, summary
from .values import Records

SNAPSHOT = "this graph does not change: cannot execute write statements on a snapshot"


def run(
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    state: State,
    asks: AsksGraph,
    draft: Draft | None = None,
    profile: bool = False,
    compat: bool = False,
) -> CypherResult:
    """The answer of a statement over a state; what it changes goes into `draft`.

    Rows come by ascending ids, nodes before edges, the pattern on the left outermost, unless
    ORDER BY says otherwise, which that order then refines; WITH, UNWIND and CALL leave the
    order to the engine. WriteRefused for a change where there is no draft; BadParameters for
    a parameter that is missing; QueryFailed for what the text gets wrong. `compat` answers as
    TongGraph does where the two differ (see `compat.py`).
    """
    begun = time.perf_counter_ns()
    _check(parameters)
    statement = Statement.of(text)
    given = _used(statement, parameters or {})
    if statement.writes:
        if draft is None:
            raise WriteRefused(SNAPSHOT, statement=text)
        from .writing import written

        keys, records, counts, sent = written(statement, given, asks=asks, draft=draft)
        kind = "write"
    else:
        found = Records(state.nodes.get, state.edges.get)
        keys, records, sent = reading.asked(statement, given, asks, found, Compat(compat))
        kind, counts = "read", {}
    told: dict[str, Any] | None = None
    if profile:
        clauses = [clause.word for part in statement.parts for clause in part.clauses]
        told = {"statement_type": kind, "clauses": clauses, "plan_steps": sent}
        told |= {"rows": len(records), "elapsed_ns": time.perf_counter_ns() - begun}
    return CypherResult(keys, records, summary(kind, counts, len(records)), told)


def _check(parameters: object) -> None:
    if parameters is not None and not isinstance(parameters, Mapping):
        raise BadParameters(f"parameters: expected a mapping of names, not {parameters!r:.60}")


def _used(statement: Statement, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that the text uses; BadParameters where one is missing."""
    missing = sorted(statement.parameters - given.keys())
    if missing:
        raise BadParameters(
            f"missing parameter ${missing[0]}; given: {', '.join(map(str, given)) or 'none'}"
        )
    return {name: given[name] for name in statement.parameters}
