"""Which expected items a reply says, and what else it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart
from ....core.values import Rows
from .name_lists import listed
from .texts import plain
from .wanted import IDS, NAMES, Wanted, values_of

_COLUMNS = {NAMES: ("names", "name"), IDS: ("ids", "id", "node_id")}


class Said(NamedTuple):
    """The expected items that were said, and how many other things were."""

    items: frozenset[str]
    further: int


def said(reply: Reply, wanted: Wanted, column: str | None = None) -> Said | Apart:
    """From `data["names"]` (`data["ids"]` for ids), else the text, else the rows.

    Of rows, `column`, else one called names or name (ids, id or node_id), else the only one
    that holds texts; a cell may be a list. A listed value is an item if it is a form of it as
    `texts.plain` reads both, and counts once. For a text see `name_lists.listed`; each other
    name that is known and found there is further too, unless it stands in the question.
    """
    if wanted.kind in reply.data:
        return _among(values_of(reply.data[wanted.kind]), wanted)
    if reply.text is not None:
        return _in_text(reply.text, wanted)
    if reply.rows is None:
        return Apart(f"the reply has no text, no rows and no {wanted.kind}")
    values = _column(reply.rows, column, _COLUMNS[wanted.kind])
    return values if isinstance(values, Apart) else _among(values, wanted)


def _among(values: Iterable[str], wanted: Wanted) -> Said:
    forms = {plain(value) for value in values}
    items: frozenset[str] = frozenset().union(*(wanted.forms.get(form, ()) for form in forms))
    return Said(items, sum(1 for form in forms if not wanted.forms.get(form)))


def _in_text(text: str, wanted: Wanted) -> Said | Apart:
    if not wanted.items and not wanted.knows_others and text.strip():
        return Apart("no name is expected, and none is known by which a text could be read")
    names = listed(text, wanted.forms, asked=wanted.asked)
    items: frozenset[str] = frozenset().union(*(wanted.forms[name] for name in names.found))
    others = sum(1 for name in names.found if not wanted.forms[name])
    return Said(items, others + len(names.further))


def _column(rows: Rows, column: str | None, usual: tuple[str, ...]) -> list[str] | Apart:
    if not len(rows):
        return []
    if column is not None and column not in rows.columns:
        return Apart(f"no column {column!r} in the rows; there are: {', '.join(rows.columns)}")
    named = (column,) if column else tuple(name for name in usual if name in rows.columns)[:1]
    found = named or tuple(name for name in rows.columns if _holds_texts(rows.column(name)))
    if len(found) > 1:
        return Apart(f"texts in more than one column, name one: {', '.join(found)}")
    return [text for name in found for text in values_of(rows.column(name))]


def _holds_texts(cells: list[Any]) -> bool:
    return any(
        isinstance(one, str) or (isinstance(one, list) and _holds_texts(one)) for one in cells
    )
