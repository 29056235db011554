"""EXPLAIN and EXPLAIN ANALYZE: the operators of a statement, from the last down to the first."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ....core.answer import Plan
from ...checking.walk import parts
from ...planning.plan import plan, with_actual
from ...tree.predicates import TextMatch
from ...tree.selects import Compound, Match, Select
from ...tree.statements import Explain
from ...tree.values import Subquery
from ..clauses.projecting import text_of
from ..compounds import compound
from ..graph.matching import match
from ..result import Result
from ..run import Run, Step
from ..selecting import DEFAULT_LIMIT, select
from .matching_plan import limit_steps, match_steps
from .plan_text import as_json, node, tree_text

Explained = Select | Compound | Match
_TEXT = "text MATCH looks at every text of the payload: the column does not narrow it"


class Planned(NamedTuple):
    """The steps of a chain, or of what comes after the operands of a compound.

    `operands` come with the word that joins each to those before it, `queries` are those in
    brackets.
    """

    steps: list[Step]
    operands: Sequence[tuple[str, Planned]] = ()
    queries: Sequence[Planned] = ()

    def all(self) -> list[Step]:
        """In the order in which they are done."""
        parts = [*self.queries, *(operand for _, operand in self.operands)]
        return [*(step for part in parts for step in part.all()), *self.steps]


def explain(statement: Explain, run: Run) -> Result:
    """One row: `plan`, a JSON object, and `tree`, the same as text."""
    root = planned(statement.statement, run, analyze=statement.analyze)
    return Result(("plan", "tree"), [(as_json(root), tree_text(root))])


def planned(statement: Explained, run: Run, *, analyze: bool = False) -> Plan:
    """The operator tree; with `analyze` the statement runs, and what was measured stands in it.

    The root stands for the whole statement: its rows are those of the answer, its milliseconds
    those that are in no operator below it.
    """
    found = _steps(statement, run)
    details = _settings(statement, run)
    if not analyze:
        return Plan(_name(statement), details, children=_children(found))
    measured = replace(run, steps=[])
    start = time.perf_counter()
    result = _answered(statement, measured)
    total = (time.perf_counter() - start) * 1000
    steps = with_actual(found.all(), measured.steps or ())
    return Plan(
        _name(statement),
        {**details, "total_ms": round(total, 3)},
        children=_children(found),
        actual_rows=len(result.values),
        ms=max(0.0, total - sum(step.ms or 0.0 for step in steps)),
    )


def _answered(statement: Explained, run: Run) -> Result:
    if isinstance(statement, Select):
        return select(statement, run)
    if isinstance(statement, Compound):
        return compound(statement, run)
    return match(statement, run)


def _name(statement: Explained) -> str:
    return type(statement).__name__.lower()


def _steps(statement: Explained, run: Run, default: int | None = DEFAULT_LIMIT) -> Planned:
    if isinstance(statement, Compound):
        first = ("", _steps(statement.first, run, None))
        rest = [(word, _steps(one, run, None)) for word, one in statement.rest]
        return Planned(_end(statement, run), [first, *rest])
    inside = [one.select for one in parts(statement) if isinstance(one, Subquery)]
    queries = [_steps(one, run) for one in inside]
    if isinstance(statement, Match):
        return Planned(match_steps(statement, run), (), queries)
    return Planned(plan(statement, run, default), (), queries)


def _end(statement: Compound, run: Run) -> list[Step]:
    steps = [Step("sort", {"keys": len(statement.order_by)})] if statement.order_by else []
    return steps + limit_steps(statement.limit, statement.offset, run)


def _children(found: Planned) -> tuple[Plan, ...]:
    """What the statement is made of, then its queries in brackets."""
    main = _tree(found)
    queries = [Plan("subquery", children=_children(one)) for one in _queries(found)]
    return (*([] if main is None else [main]), *queries)


def _queries(found: Planned) -> Iterator[Planned]:
    yield from found.queries
    for _, operand in found.operands:
        yield from operand.queries


def _tree(found: Planned) -> Plan | None:
    if not found.operands:
        return chain(found.steps)
    [(_, first), *rest] = found.operands
    joined = _tree(first)
    for word, operand in rest:
        both = [one for one in (joined, _tree(operand)) if one is not None]
        joined = Plan(word.lower(), children=tuple(both))
    return chain(found.steps, joined)


def chain(steps: Sequence[Step], below: Plan | None = None) -> Plan | None:
    """The last step on top, each over the one before it.

    A join is over what is before it and the scan right before it, a fusion over its searches.
    """
    branches: list[Plan] = []
    for at, step in enumerate(steps):
        if step.operator == "scan" and below is not None:
            branches.append(node(step))
        elif step.operator == "join":
            below, branches = node(step, below, *branches), []
        elif step.operator == "fuse":
            below, branches = node(step, *branches, below), []
        elif step.operator == "search" and _fused(steps[at + 1 :]):
            branches.append(node(step, below))
            below = None
        else:
            below = node(step, below)
    return below


def _fused(later: Sequence[Step]) -> bool:
    return any(step.operator == "fuse" for step in later)


def _settings(statement: Explained, run: Run) -> dict[str, Any]:
    """LET, WITH and fusion as they are written, and what a reader should know."""
    found: dict[str, Any] = {}
    if isinstance(statement, Select):
        if statement.lets:
            found["let"] = {one.name: text_of(one.expression) for one in statement.lets}
        if statement.options:
            found["with"] = dict(statement.options)
        if statement.fusion:
            fusion = statement.fusion
            found["fusion"] = {"strategy": fusion.strategy, **dict(fusion.options)}
    if any(isinstance(one, TextMatch) for one in _within(statement)):
        found["notice"] = _TEXT
        run.notices.append(_TEXT)
    return found


def _within(statement: Explained) -> Iterator[Any]:
    """All of a statement but what is inside its queries in brackets."""
    if not isinstance(statement, Compound):
        return parts(statement)
    operands = (statement.first, *(one for _, one in statement.rest))
    return (part for one in operands for part in parts(one))
