"""How the best rows are found: all of them compared, halves first, or those an index tells."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import Metric
from ....core.collections.protocols import Effort as Wanted
from .comparing import Query
from .halves import Halves, possible
from .held import Held, Positions
from .index import Effort, Index
from .ladder import Ladder

_NEARLY_ALL = 0.9  # the share of allowed rows from which an index answers, asked for more
_MANY = 0.2  # the share from which half precision is faster than picking rows
_AS_ALL = 0.9  # of the share of allowed rows: fewer of what an index tells are too few
_SPARE = 16  # rows asked beyond the share, where some are not allowed


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside the vectors: rows from `rows` on are compared exactly.

    `trained` is how many there were when the index was chosen; `note` says why none stands.
    """

    index: Index | None = None
    halves: Halves | None = None
    ladder: Ladder = field(default_factory=lambda: Ladder((), math.inf))
    trained: int = 0
    measured: tuple[Mapping[str, Any], ...] = ()
    note: str = ""

    def grown(self, held: Held, metric: Metric) -> Standing:
        """With all rows taken in; without an index where single precision no longer holds them."""
        if not held.plain:
            return Standing(trained=held.n, note="lengths beyond single precision")
        index = self.index.grown(held) if self.index else None
        return replace(self, index=index).completed(held, metric)

    def completed(self, held: Held, metric: Metric) -> Standing:
        """With halves of all rows, where they are of use: they are made sooner than read."""
        worth = self.trained > 0 and possible(held, metric)
        return replace(self, halves=Halves(held, metric) if worth else None)

    @property
    def rows(self) -> int:
        """Rows that all of its parts have."""
        return min((part.rows for part in (self.index, self.halves) if part), default=0)


class Allowed:
    """The rows that may be found: a mask over all, or ascending positions."""

    def __init__(self, given: NDArray[Any], n: int) -> None:
        self._given, self._n = given, n
        self._masked = given.dtype == np.bool_
        self.count = int(np.count_nonzero(given)) if self._masked else len(given)

    @cached_property
    def positions(self) -> Positions:
        return self._given.nonzero()[0] if self._masked else self._given

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        if self._masked:
            return self._given
        mask = np.zeros(self._n, dtype=np.bool_)
        mask[self._given] = True
        return mask


class Way(NamedTuple):
    """What is done: a scan of rows, of their halves, or a search by index with an effort."""

    kind: Literal["scan", "halves", "index"]
    effort: Effort = Effort(0)


def way(standing: Standing, n: int, allowed: int | None, wanted: Wanted, k: int) -> Way:
    """How `k` of `allowed` rows (None: all `n`) are found."""
    count = n if allowed is None else allowed
    if standing.index is not None and count >= _NEARLY_ALL * n:
        effort = standing.ladder.effort(wanted, k)
        if effort is not None and effort.depth * 2 < standing.rows:
            return Way("index", effort)
    if standing.halves is not None and count > _MANY * n:
        return Way("halves")
    return Way("scan")


def near(
    standing: Standing, held: Held, query: Query, k: int, allowed: Allowed | None, chosen: Way
) -> Positions | None:
    """Rows to compare exactly, of those allowed; None for all rows."""
    found: Positions | None = None
    if chosen.kind == "index" and query.plain:
        found = _told(standing, query, k, allowed, chosen.effort)
    if chosen.kind == "halves" and standing.halves is not None:
        mask = None if allowed is None else allowed.mask
        found = standing.halves.near(held, query, k, mask)
    if found is None:
        return None if allowed is None else allowed.positions
    return _with_tail(found, standing.rows, held.n, allowed)


def _told(
    standing: Standing, query: Query, k: int, allowed: Allowed | None, effort: Effort
) -> Positions | None:
    """What the index tells; None where it tells too few, as where those near are not allowed."""
    if standing.index is None:
        return None
    if allowed is None:
        found = standing.index.search(query, effort)
        return found if len(found) >= k else None
    share = allowed.count / len(allowed.mask)
    more = effort._replace(depth=math.ceil(effort.depth / share) + _SPARE)
    found = standing.index.search(query, more)
    enough = min(effort.depth, int(_AS_ALL * share * len(found)))
    found = found[allowed.mask.take(found)]
    return found if len(found) >= max(enough, k) else None


def _with_tail(found: Positions, start: int, n: int, allowed: Allowed | None) -> Positions:
    if start >= n:
        return found
    tail = np.arange(start, n) if allowed is None else start + allowed.mask[start:].nonzero()[0]
    return np.concatenate((found[found < start], tail))


def words(standing: Standing, n: int, allowed: int | None, chosen: Way) -> str:
    """That way, for people."""
    count = n if allowed is None else allowed
    tail = n - standing.rows
    beside = f", {tail} new rows beside it" if tail and chosen.kind == "index" else ""
    if chosen.kind == "index" and standing.index is not None:
        depth = f"{chosen.effort.depth} candidates compared exactly"
        return f"{standing.index.name}, {chosen.effort.lists}{depth}{beside}"
    note = f" ({standing.note})" if standing.note else ""
    first = ", half precision first" if chosen.kind == "halves" else ""
    return f"exact scan of {count} rows{first}{note}"
