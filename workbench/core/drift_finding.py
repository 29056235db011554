"""How far rows of today are from recorded ones, with care for what was never decided.

Not drift: ties that changed places or stood at the limit (D11), rows without a similarity
(D7), the order of Cypher rows, and which rows the engine's row limit kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import isnan, nan
from typing import Any

from .comparison import EPS, Keyed, all_floats, compared
from .drift import Finding, Verdict
from .recorded_rows import row_key

Row = Mapping[str, Any]
Found = Sequence[Row]


def search_finding(
    then: Found, now: Found, *, top_n: int, wider: Callable[[float], Found], eps: float = EPS
) -> Finding:
    """Compares the hits of a vector search, best first on both sides.

    `wider(threshold)` gives every hit above a threshold; it is asked where rows that stood
    tied at the limit of `top_n` were exchanged for others.
    """
    rows = [row for row in then if not _is_nan(row)]
    left_out = len(then) - len(rows)
    notes = [f"{left_out} recorded rows without a similarity left out (D7)"] if left_out else []
    found = compared(_hits(rows), _hits(now))
    added = tuple(now[at] for at in found.added)
    removed = tuple(rows[at] for at in found.removed)
    if added or removed:
        cut = len(then) >= top_n and len(rows) == len(now)
        if not cut or not _ties_exchanged(rows, added, removed, wider, eps):
            return Finding(
                "rows differ", "; ".join(notes), added, removed, found.largest_difference
            )
        notes.append(f"{len(removed)} rows tied at the limit of {top_n} were exchanged (D11)")
    elif not found.same_order:
        notes.append("rows of one similarity changed places (D11)")
    verdict: Verdict = "scores moved" if found.largest_difference > eps else "equal"
    return Finding(verdict, "; ".join(notes), largest_difference=found.largest_difference)


def _ties_exchanged(
    rows: Found, added: Found, removed: Found, wider: Callable[[float], Found], eps: float
) -> bool:
    """Whether all stood level with the last recorded row, and those that went still exist."""
    last = _score(rows[-1]) if rows else nan
    if not all(abs(_score(row) - last) <= eps for row in (*added, *removed)):
        return False
    hits = wider(last - 2 * eps)
    return are_among([_without_score(row) for row in removed], [_without_score(r) for r in hits])


def rows_finding(then: Found, now: Found, *, unreadable: int = 0, eps: float = EPS) -> Finding:
    """Compares rows of a query; columns that hold floats alone are scores.

    As many new rows as recorded ones are `unreadable` are not held against it.
    """
    scores = _score_columns([*then, *now])
    found = compared(_keyed(then, scores), _keyed(now, scores))
    added = tuple(now[at] for at in found.added)
    removed = tuple(then[at] for at in found.removed)
    if removed or len(added) != unreadable:
        return Finding("rows differ", "", added, removed, found.largest_difference)
    if unreadable:
        note = f"{unreadable} recorded rows cannot be read; the others are equal"
        return Finding("not replayable", note, added)
    if found.largest_difference > eps:
        return Finding("scores moved", largest_difference=found.largest_difference)
    verdict: Verdict = "equal" if found.same_order else "order differs"
    return Finding(verdict, largest_difference=found.largest_difference)


def are_among(then: Found, now: Found) -> bool:
    """Whether every recorded row is among those of today, as often as it was recorded."""
    return not Counter(map(row_key, then)) - Counter(map(row_key, now))


def _hits(rows: Found) -> Keyed:
    return Keyed([row_key(_without_score(row)) for row in rows], [[_score(row)] for row in rows])


def _without_score(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "similarity"}


def _score(row: Row) -> float:
    score = row.get("similarity")
    return float(score) if isinstance(score, int | float) else nan


def _is_nan(row: Row) -> bool:
    return isinstance(row.get("similarity"), float) and isnan(_score(row))


def _score_columns(rows: Found) -> frozenset[str]:
    names = {name for row in rows for name in row}
    return frozenset(name for name in names if all_floats(row.get(name) for row in rows))


def _keyed(rows: Found, scores: frozenset[str]) -> Keyed:
    order = sorted(scores)
    kept = [{name: value for name, value in row.items() if name not in scores} for row in rows]
    return Keyed([row_key(row) for row in kept], [[row.get(n) for n in order] for row in rows])
