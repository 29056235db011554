"""What a statement gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...core.collections.definition import Id


@dataclass(slots=True)
class Result:
    """A table, and beside it the ids and scores of its rows where they have any.

    `bindings` are those of MATCH … RETURN: alias to node id, edge id, or list of edge ids.
    `affected` counts the rows that a change touched. `notices` say what a reader should know.
    """

    columns: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]
    ids: Sequence[Id | None] = ()
    scores: Sequence[float] = ()
    bindings: Sequence[Mapping[str, Any]] | None = None
    affected: int | None = None
    notices: list[str] = field(default_factory=list)


def one_row(values: Mapping[str, Any]) -> Result:
    """A table of one row, its columns in the order of `values`."""
    return Result(tuple(values), [tuple(values.values())])
