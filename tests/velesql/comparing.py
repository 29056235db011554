"""When an answer is the expected one: the rules of comparison of the shared cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol


class Answered(Protocol):
    """What a statement gave, by whomever it was answered."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def values(self) -> Sequence[Sequence[Any]]: ...
    @property
    def ids(self) -> Sequence[Any]: ...
    @property
    def scores(self) -> Sequence[float]: ...
    @property
    def bindings(self) -> Sequence[Mapping[str, Any]] | None: ...


def differences(expect: Mapping[str, Any], got: Answered | str) -> list[str]:
    """What is wrong with an answer, or with the code of an error; [] where nothing is."""
    if "error" in expect or isinstance(got, str):
        return _of_errors(expect.get("error", []), got)
    found = []
    exact = expect.get("order", "exact") == "exact"
    if "ids" in expect:
        found += _of_rows("ids", _scored(expect, "ids"), _paired(got, got.ids, expect), exact)
    if "bindings" in expect:
        given = list(got.bindings or ())
        found += _of_rows(
            "bindings", _scored(expect, "bindings"), _paired(got, given, expect), exact
        )
    if "rows" in expect:
        found += _of_rows("rows", expect["rows"], _listed(got, expect["rows"]), exact)
    return found + _of_shape(expect, got)


def _of_errors(codes: Sequence[str], got: Answered | str) -> list[str]:
    if not isinstance(got, str):
        return [f"expected error {codes}, got {len(got.values)} rows"]
    return [] if got in codes else [f"expected {codes or 'an answer'}, got error {got}"]


def _of_shape(expect: Mapping[str, Any], got: Answered) -> list[str]:
    found = []
    columns = list(got.columns)
    if "columns" in expect and columns != expect["columns"]:
        found.append(f"columns: expected {expect['columns']}, got {columns}")
    if "count" in expect and len(got.values) != expect["count"]:
        found.append(f"count: expected {expect['count']}, got {len(got.values)}")
    missing = [name for name in expect.get("columns_include", ()) if name not in columns]
    if missing:
        found.append(f"columns: {missing} not among {columns}")
    for part in expect.get("tree_contains", ()):
        tree = str(got.values[0][columns.index("tree")])
        if part.lower() not in tree.lower():
            found.append(f"tree: {part!r} is not in {tree!r}")
    return found


def _scored(expect: Mapping[str, Any], key: str) -> list[Any]:
    if "scores" not in expect:
        return list(expect[key])
    return list(zip(expect[key], expect["scores"], strict=True))


def _paired(got: Answered, rows: Sequence[Any], expect: Mapping[str, Any]) -> list[Any]:
    if "scores" not in expect:
        return list(rows)
    scores = list(got.scores)
    if len(scores) != len(rows):
        return [(row, "no score") for row in rows]
    return list(zip(rows, scores, strict=True))


def _listed(got: Answered, want: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the columns listed; in place of a column that is not there stands a text."""
    keys = list(want[0]) if want else []
    rows = [dict(zip(got.columns, row, strict=True)) for row in got.values]
    return [{key: row.get(key, f"no column {key}") for key in keys} for row in rows]


def _of_rows(what: str, want: Sequence[Any], got: Sequence[Any], exact: bool) -> list[str]:
    agree = same(want, got) if exact else same_any_order(want, got)
    if agree:
        return []
    return [f"{what}: expected {list(want)}, got {list(got)}"]


def same_any_order(want: Sequence[Any], got: Iterable[Any]) -> bool:
    left = list(got)
    for one in want:
        found = next((i for i, other in enumerate(left) if same(one, other)), None)
        if found is None:
            return False
        del left[found]
    return not left


def same(want: Any, got: Any) -> bool:
    """Integers exactly, other numbers within 1e-6 + 1e-5 of their size; booleans are no numbers."""
    if isinstance(want, bool) or isinstance(got, bool):
        return want is got
    if isinstance(want, int) and isinstance(got, int):
        return want == got
    if isinstance(want, int | float) and isinstance(got, int | float):
        return want == got or abs(got - want) <= 1e-6 + 1e-5 * abs(want)
    if isinstance(want, Mapping) and isinstance(got, Mapping):
        return want.keys() == got.keys() and all(same(want[key], got[key]) for key in want)
    if isinstance(want, list | tuple) and isinstance(got, list | tuple):
        return len(want) == len(got) and all(map(same, want, got))
    return type(want) is type(got) and bool(want == got)
