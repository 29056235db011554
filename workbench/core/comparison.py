"""Two results compared row by row: what came, what went, how far scores moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import inf, isnan
from typing import Any, NamedTuple

# pgvector computes in single precision, whose rounding stays below this for similarities.
EPS = 1e-6


class Keyed(NamedTuple):
    """A result made comparable: for every row a key (all but its scores), and its scores.

    A score that is None (NULL) equals None alone, a NaN equals NaN.
    """

    keys: Sequence[Hashable]
    scores: Sequence[Sequence[float | None]]


class Comparison(NamedTuple):
    """How a later result differs from an earlier one.

    `added` are places in the later result, `removed` in the earlier one. Rows with one key
    are paired in the order of their scores; `largest_difference` is that of two paired
    scores. `same_order` is that of the keys.
    """

    added: tuple[int, ...]
    removed: tuple[int, ...]
    largest_difference: float
    same_order: bool


def compared(then: Keyed, now: Keyed) -> Comparison:
    """A key that occurs more often than before was added as often as it occurs more."""
    before, after = _places(then), _places(now)
    return Comparison(
        _surplus(after, before),
        _surplus(before, after),
        max(_differences(then, before, now, after), default=0.0),
        list(then.keys) == list(now.keys),
    )


def all_floats(values: Iterable[Any]) -> bool:
    """Whether a column of typed text holds scores: floats and NULL, and nothing else."""
    present = [value for value in values if value is not None]
    return bool(present) and all(isinstance(value, float) for value in present)


def _places(result: Keyed) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in enumerate(result.keys):
        places[key].append(at)
    return places


def _surplus(here: dict[Hashable, list[int]], there: dict[Hashable, list[int]]) -> tuple[int, ...]:
    more = (at for key, places in here.items() for at in places[len(there.get(key, ())) :])
    return tuple(sorted(more))


def _differences(
    then: Keyed, before: dict[Hashable, list[int]], now: Keyed, after: dict[Hashable, list[int]]
) -> Iterable[float]:
    for key in before.keys() & after.keys():
        olds = sorted(_numbers(then.scores[at]) for at in before[key])
        news = sorted(_numbers(now.scores[at]) for at in after[key])
        for old, new in zip(olds, news, strict=False):
            yield from map(_difference, old, new)


def _numbers(scores: Sequence[float | None]) -> list[float]:
    """NULL is further from any number than any eps."""
    return [-inf if score is None else score for score in scores]


def _difference(old: float, new: float) -> float:
    if isnan(old) or isnan(new):
        return 0.0 if isnan(old) and isnan(new) else inf
    return 0.0 if old == new else abs(old - new)
