"""A statement that changes things: what it matches, what it does to a draft, what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from ...core.errors import NotSupported
from ...core.property_graph.change import Change as Changes
from ...core.property_graph.protocols import AsksGraph
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ..changing.draft import Draft
from ..projecting.loading import quoted
from . import applying
from .clauses import CHANGING, PAGING, Clause, Part, Statement
from .expressions import Around, Ref, Row, Values
from .merging import merge
from .patterns import UnknownPattern
from .plans import Change, Create, Delete, Merge, Planner, Step
from .reading import matches
from .returned import returned
from .rewriting import Rewriter
from .scope import visible
from .tokens import failed, tokens
from .values import Records


class Foresees(AsksGraph, Protocol):
    """Cypher over a state, and over what a change would make of it."""

    def over(self, change: Changes) -> AbstractContextManager[AsksGraph]:
        """Cypher over the state as the change would leave it; nothing of it is kept."""


@dataclass
class Writing:
    """A statement at work: its rows, its draft, and what it sent to the graph store."""

    statement: Statement
    around: Around
    asks: Foresees
    sent: list[str]

    def view(self) -> AbstractContextManager[AsksGraph]:
        return self.asks.over(self.around.draft.change())


def written(
    statement: Statement, parameters: Mapping[str, Any], *, asks: AsksGraph, draft: Draft
) -> tuple[list[str], list[dict[str, Any]], dict[str, int], list[str]]:
    """Keys, records, counts of changes, and the texts that were sent."""
    text, (part,) = statement.text, statement.parts
    if not hasattr(asks, "over"):
        raise NotSupported("changes in Cypher need a projection that can foresee them")
    before, changing, after = _sorted(part, text)
    rewriter = Rewriter(text, statement.tokens)
    values = Values(text, rewriter)
    planner = Planner(text, _visible(before, text), values)
    steps = planner.steps(changing)
    work = Writing(statement, Around(draft, parameters), asks, [])  # type: ignore[arg-type]
    counted = draft.counts.copy()
    rows = _matched(work, before, rewriter, values)
    _do([step for step in steps if not isinstance(step, Delete)], rows, work)
    keys: list[str] = []
    records: list[dict[str, Any]] = []
    if after:
        keys, records = returned(after, rows, planner.scope, work, rewriter)
    applying.delete([step for step in steps if isinstance(step, Delete)], rows, work.around)
    draft.counts.subtract(counted)
    counts = dict(draft.counts)
    draft.counts.update(counted)
    return keys, records, counts, work.sent


def _sorted(part: Part, text: str) -> tuple[list[Clause], list[Clause], list[Clause]]:
    """The clauses that match, those that change, and RETURN with its paging."""
    at = next(i for i, word in enumerate(part.words) if word in CHANGING)
    end = next((i for i, word in enumerate(part.words) if word == "RETURN"), len(part.words))
    before, changing, after = part.clauses[:at], part.clauses[at:end], part.clauses[end:]
    late = next((c for c in changing if c.word not in CHANGING), None)
    odd = late or next((c for c in after[1:] if c.word not in PAGING), None)
    if odd:
        raise NotSupported(
            f"{odd.word} after a change is not taken here; write it as the next statement"
        )
    early = next((c for c in before if c.word in PAGING and "WITH" not in part.words[:at]), None)
    if early:
        raise failed(f"{early.word} follows WITH or RETURN", text, early.start)
    return [*before], [*changing], [*after]


def _visible(before: list[Clause], text: str) -> list[str]:
    try:
        return visible(before, text)
    except UnknownPattern:
        raise NotSupported(
            "a pattern of this form is not taken in a statement that changes things; match it "
            "in a query, and change what it found by id"
        ) from None


def _matched(work: Writing, before: list[Clause], rewriter: Rewriter, values: Values) -> list[Row]:
    """The rows to work on: what the clauses before the first change bind, and native values."""
    names = _visible(before, work.statement.text)
    if not before and not values.natives:
        return [{}]
    part = Part(tuple(before))
    found = matches(part, rewriter)
    lines = [
        found.texts.get(at) or f"{clause.word} {rewriter.render(clause.body)}"
        for at, clause in enumerate(before)
    ]
    items = [quoted(name) for name in names]
    items += [f"{native} AS {column}" for column, native in values.natives.items()]
    lines.append(f"RETURN {', '.join(items or ['1 AS tong_one'])}")
    if found.order:
        lines.append(f"ORDER BY {', '.join(found.order)}")
    text = "\n".join(lines)
    work.sent.append(text)
    given = {token.value for token in tokens(text) if token.kind == "parameter"}
    with work.view() as asks:
        rows = asks(text, {name: work.around.parameters[name] for name in given}).values
    columns = [*names, *values.natives] or ["tong_one"]
    draft = work.around.draft
    records = Records(draft.node, draft.edge)
    return [
        {
            column: _reference(records.value(value))
            for column, value in zip(columns, row, strict=True)
        }
        for row in rows
    ]


def _reference(value: Any) -> Any:
    if isinstance(value, NodeRecord):
        return Ref("node", value.id)
    return Ref("edge", value.id) if isinstance(value, EdgeRecord) else value


def _do(steps: list[Step], rows: list[Row], work: Writing) -> None:
    for step in steps:
        if isinstance(step, Create):
            applying.create(step, rows, work.around)
        elif isinstance(step, Merge):
            merge(step, rows, work.around, work.view)
        elif isinstance(step, Change):
            for row in rows:
                applying.assign(step.items, row, work.around)
