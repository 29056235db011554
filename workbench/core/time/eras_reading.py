"""Eras from a document: what a YAML reader gives for a file of axes and eras.

    axes: [{id, months_per_year, days_per_month}]
    eras: [{id, axis, parent: null, order, length_years, open_end}]            # root eras
          [{id, axis, parent, first_year, last_year, open_end, numbering}]     # sub-eras

Null is unknown everywhere; `open_end: true` is an era that still runs. A sub-era's years are
in its root's numbering; `numbering` says whether times in it count so (parent) or from its
own first year (own). Other keys (names, notes) are left to their readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from ..errors import BadInput, TimeSyntaxError
from .eras import Axis, Era, Eras, Years, lies_in
from .parse import CURRENT, parse_time

LARGEST_ORDER = 100_000  # leaves the rest of a 64-bit sort key to years, months and days


def eras_of(document: Mapping[str, Any]) -> Eras:
    """The eras of a document, checked; BadInput names the entry that contradicts itself."""
    axes = dict[str, Axis]()
    for where, entry in _entries(document, "axes"):
        axis = _axis(entry, where)
        _must(axis.id not in axes, where, "an id of its own", axis.id, "rename one of the two")
        axes[axis.id] = axis
    found = dict[str, Era]()
    for where, entry in sorted(_entries(document, "eras"), key=_depth):
        era = _era(entry, where, axes, found)
        _check_unique(era, where, found)
        found[era.id] = era
    return Eras(found)


def _entries(document: Mapping[str, Any], key: str) -> list[tuple[str, Mapping[str, Any]]]:
    entries = document.get(key) or []
    _must(isinstance(entries, list), key, "a list", entries, "write each as `- id: ...`")
    for at, entry in enumerate(entries):
        _must(isinstance(entry, Mapping), f"{key}[{at}]", "fields", entry, "write `id: ...`")
    return [(f"{key}[{at}] ({entry.get('id')})", entry) for at, entry in enumerate(entries)]


def _depth(found: tuple[str, Mapping[str, Any]]) -> int:
    """Parents have shorter paths, so that they are read before their sub-eras."""
    return str(found[1].get("id")).count(".")


def _axis(entry: Mapping[str, Any], where: str) -> Axis:
    name = entry.get("id")
    named = isinstance(name, str) and name != "" and not name.startswith("~")
    _must(named, where, "an id that does not begin with ~", name, "name the axis")
    months = _integer(entry, "months_per_year", where)
    return Axis(str(name), months, _integer(entry, "days_per_month", where))


def _era(
    entry: Mapping[str, Any], where: str, axes: Mapping[str, Axis], eras: Mapping[str, Era]
) -> Era:
    path, axis, parent = _path(entry, where), entry.get("axis"), entry.get("parent")
    declared = isinstance(axis, str) and axis in axes
    _must(declared, where, f"an axis of {sorted(axes)}", axis, "declare it under `axes`")
    if parent is None:
        return _root(entry, where, path, axes[str(axis)])
    registered = isinstance(parent, str) and parent in eras
    _must(registered, where, "a registered parent", parent, "add it to `eras`, or write null")
    above = eras[str(parent)]
    _must(lies_in(path, parent), where, f"an id below {parent}", path, "write the full path")
    _must(above.axis.id == axis, where, f"the parent's axis {above.axis.id}", axis, "take that")
    return _sub_era(entry, where, path, above)


def _path(entry: Mapping[str, Any], where: str) -> str:
    try:
        time = parse_time(entry.get("id"))
    except TimeSyntaxError as error:
        raise BadInput(f"{where}: the id is no era: {error}") from error
    plain = time.bare and time != CURRENT
    _must(plain, where, "an era without units", str(time), "name the era alone")
    return time.era


def _root(entry: Mapping[str, Any], where: str, path: str, axis: Axis) -> Era:
    order = _integer(entry, "order", where, least=-LARGEST_ORDER)
    _must(
        order is None or order <= LARGEST_ORDER,
        where,
        f"an order up to {LARGEST_ORDER}",
        order,
        "number the eras of the axis anew",
    )
    length, open_end = _last(entry, where, "length_years")
    years = Years(1, length or inf, True, length is not None or open_end)
    return Era(path, axis, path, order, years, own=True)


def _sub_era(entry: Mapping[str, Any], where: str, path: str, above: Era) -> Era:
    first = _integer(entry, "first_year", where)
    last, open_end = _last(entry, where, "last_year")
    outer, counting = above.years, entry.get("numbering")
    years = Years(
        first or outer.first, last or outer.last, first is not None, last is not None or open_end
    )
    inside = outer.first <= years.first <= years.last <= outer.last
    span, allowed = f"{first} to {last}", f"years {outer.first} to {outer.last} of {above.id}"
    _must(inside, where, f"a span inside {allowed}", span, "correct it, or write null for unknown")
    known = counting in ("parent", "own")
    _must(known, where, "numbering parent or own", counting, "say how its years are counted")
    return Era(path, above.axis, above.root, above.order, years, own=counting == "own")


def _last(entry: Mapping[str, Any], where: str, key: str) -> tuple[int | None, bool]:
    last, open_end = _integer(entry, key, where), entry.get("open_end")
    flag = open_end is None or isinstance(open_end, bool)
    _must(flag, where, "open_end true or false", open_end, "write true for an era that still runs")
    _must(last is None or not open_end, where, f"{key} or open_end", "both", "drop one of them")
    return last, bool(open_end)


def _integer(entry: Mapping[str, Any], key: str, where: str, *, least: int = 1) -> int | None:
    value: int | None = entry.get(key)
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= least
    expected, to_do = f"{key} as a whole number from {least}", "or write null for unknown"
    _must(value is None or whole, where, expected, value, to_do)
    return value


def _check_unique(era: Era, where: str, others: Mapping[str, Era]) -> None:
    _must(era.id not in others, where, "an id of its own", era.id, "drop one of the two")
    if era.id != era.root or era.order is None:
        return
    rivals = [o.id for o in others.values() if o.axis == era.axis and o.order == era.order]
    to_do = "number them apart, or write null where nobody knows"
    _must(not rivals, where, "an order of its own", f"{era.order}, as {rivals[:1]}", to_do)


def _must(holds: bool, where: str, expected: str, seen: object, to_do: str) -> None:
    if not holds:
        raise BadInput(f"{where}: expected {expected}, saw {seen!r}; {to_do}")
