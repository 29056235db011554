"""An answer of VelesQL: rows, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.answer import Answer
from ...core.collections.definition import Id
from ...core.values import Rows


@dataclass(frozen=True, slots=True, repr=False)
class VelesAnswer(Answer):
    """The rows of a statement with, row by row, the `ids` and `scores` of their points.

    `bindings` are what MATCH … RETURN bound: alias to node id, edge id, or list of edge ids.
    `affected` counts what a change touched. `notices` say what a reader should know.
    """

    ids: Sequence[Id | None] = field(default=(), compare=False)
    scores: Sequence[float] = field(default=(), compare=False)
    bindings: Sequence[Mapping[str, Any]] | None = field(default=None, compare=False)
    affected: int | None = None
    notices: Sequence[str] = ()

    def _parts(self) -> Iterable[str | Rows]:  # type: ignore[override]
        yield self.rows
        yield from (f"note: {notice}" for notice in self.notices)
