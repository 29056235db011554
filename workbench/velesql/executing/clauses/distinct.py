"""DISTINCT."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import Column
from ...tree.selects import Item, Star, Window
from ..names import positions
from .aggregates import Groups, whole
from .frames import Frame, Points
from .scopes import Scope
from .sorting import group_codes


def distinct(items: Sequence[Item], scope: Scope) -> NDArray[np.int64] | None:
    """The first row of each combination of the listed columns; None where all rows differ.

    Windows do not count: they number the rows that are left. Where nothing else is listed there
    is one combination, and its row is the first.
    """
    columns = [column for item in items for column in _columns(item, scope)]
    if not columns:
        starred = any(isinstance(item.what, Star) for item in items)
        return None if starred else np.arange(min(scope.frame.n, 1))
    return Groups.numbered(*group_codes(columns)).firsts


def _columns(item: Item, scope: Scope) -> Iterator[Column]:
    if isinstance(item.what, Window):
        return
    if isinstance(item.what, Star):
        yield from _rows(item.what, scope.frame)
    else:
        yield scope.item(item)


def _rows(star: Star, frame: Frame) -> Iterator[Column]:
    """A row of a source is told by its place: its id is there once."""
    if star.alias is not None and isinstance(frame, Points):
        source = frame.relation.sources[star.alias]
        at = positions(source, frame.rows)
        yield whole(np.arange(frame.n) if at is None else at)
