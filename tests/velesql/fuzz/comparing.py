"""Where executor and judge differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.velesql.comparing import same
from tests.velesql.judge.answers import Judged, Shown, told

NOISE = 1e-9  # relative; scores that differ by less may stand in either order


def differing(judged: Judged | str, got: Any) -> list[str]:
    """`got` is a result or the code of an error; [] where both say the same."""
    if isinstance(judged, str) or isinstance(got, str):
        return [] if judged == got else [f"judge: {_told(judged)}; executor: {_told(got)}"]
    if judged.affected is not None:
        agree = judged.affected == got.affected
        return [] if agree else [f"affected: judge {judged.affected}, executor {got.affected}"]
    if not judged.columns:  # the reference says that it is done, and nothing of what it tells
        return []
    if not judged.open and tuple(judged.columns) != tuple(got.columns):
        return [f"columns: judge {judged.columns}, executor {got.columns}"]
    rows = _rows(judged, got)
    if len(rows) != len(judged.shown):
        return [f"rows: judge {len(judged.shown)}, executor {len(rows)}"]
    return _placed(judged, rows)


def _told(answer: Any) -> str:
    return answer if isinstance(answer, str) else f"{len(answer.values)} rows"


def _rows(judged: Judged, got: Any) -> list[Shown]:
    """The executor's rows in the judge's form; what it does not tell is None."""
    ids = got.ids if len(got.ids) else [None] * len(got.values)
    scores = got.scores if len(got.scores) else [None] * len(got.values)
    bindings = got.bindings if got.bindings is not None else [None] * len(got.values)
    return [
        Shown(_aligned(judged, got.columns, values), number, score, binding)
        for values, number, score, binding in zip(got.values, ids, scores, bindings, strict=True)
    ]


def _aligned(judged: Judged, columns: Sequence[str], values: Sequence[Any]) -> tuple[Any, ...]:
    """The columns of `*` come in any order, and those without a value need not come."""
    if not judged.open:
        return tuple(values)
    if judged.joined:
        return told(values)
    named = dict(zip(columns, values, strict=True))
    known = (*judged.columns, "score")  # which is compared beside the row
    more = {name: one for name, one in named.items() if name not in known}
    beside = tuple((name, one) for name, one in more.items() if one is not None)
    return (*(named.get(name) for name in judged.columns), *beside)


def _placed(judged: Judged, rows: Sequence[Shown]) -> list[str]:
    """Each row must be the judge's at its place, or one that stands as high there."""
    used: set[int] = set()
    for at, row in enumerate(rows):
        place = judged.start + at
        found = _find(judged, row, place, used)
        if found is None:
            return [f"row {at}: judge {judged.rows[place]}, executor {row}"]
        strict = judged.ordered and not judged.bound
        if found != place and strict and _fixed(judged, rows, at, found):
            return [f"order at row {at}: judge {judged.rows[place]}, executor {row}"]
        used.add(found)
    return []


def _find(judged: Judged, row: Shown, place: int, used: set[int]) -> int | None:
    if place not in used and _alike(judged, judged.rows[place], row):
        return place
    for at, other in enumerate(judged.rows):
        near = not judged.ordered or _near(other.keys, judged.rows[place].keys)
        if at not in used and near and _alike(judged, other, row):
            return at
    return None


def _fixed(judged: Judged, rows: Sequence[Shown], at: int, found: int) -> bool:
    """The place of the row leaves no choice: keys are the same, and so are the scores given."""
    place = judged.start + at
    if judged.rows[found].keys != judged.rows[place].keys:
        return False
    other = found - judged.start
    scores = [one.score for one in rows]
    return not 0 <= other < len(rows) or scores[at] == scores[other]


def _near(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Keys that rounding may put in either order: the first that differ do so by no more."""
    for mine, theirs in zip(one, other, strict=True):
        if mine != theirs:
            return _close(mine, theirs)
    return True


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(_close, one, other))
    floats = type(one) is float or type(other) is float
    if not floats or not all(type(each) in (int, float) for each in (one, other)):
        return bool(one == other)
    return bool(abs(one - other) <= NOISE * max(1.0, abs(one), abs(other)))


def _alike(judged: Judged, want: Shown, got: Shown) -> bool:
    if want.rowed and (want.id != got.id or not same(want.score, got.score)):
        return False
    bound = want.binding is not None
    if bound and (want.binding != got.binding or not same(want.score, got.score)):
        return False
    return same(want.values, got.values)
