"""Every part of a statement, with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from ..tree.predicates import (
    And,
    Near,
    NearFused,
    Not,
    Or,
    Predicate,
    Similar,
    SparseNear,
    TextMatch,
)
from ..tree.selects import Select

RANKING = Near | SparseNear | NearFused
SEARCHES = RANKING | Similar | TextMatch


class Placed(NamedTuple):
    """A condition that is no AND, OR or NOT, and whether one of the latter two is around it."""

    predicate: Predicate
    under_or: bool = False
    under_not: bool = False


def conditions(where: Predicate | None) -> Iterator[Placed]:
    """The single conditions, in the order in which they are written."""
    if where is not None:
        yield from _conditions(Placed(where))


def _conditions(at: Placed) -> Iterator[Placed]:
    match at.predicate:
        case And(parts):
            for part in parts:
                yield from _conditions(at._replace(predicate=part))
        case Or(parts):
            for part in parts:
                yield from _conditions(at._replace(predicate=part, under_or=True))
        case Not(part):
            yield from _conditions(at._replace(predicate=part, under_not=True))
        case _:
            yield at


def parts(tree: Any) -> Iterator[Any]:
    """The tree and all values in it, but not those of queries inside it, which come bare."""
    yield tree
    waiting = [tree]
    while waiting:
        for child in _children(waiting.pop()):
            yield child
            if not isinstance(child, Select):
                waiting.append(child)


def _children(tree: Any) -> tuple[Any, ...]:
    """Values that have parts, or may be looked for; texts and numbers do not."""
    if type(tree) is tuple:
        return tuple(one for one in tree if type(one) not in _PLAIN)
    kind: type[object] = type(tree)
    found = (getattr(tree, name) for name in _names(kind))
    return tuple(one for one in found if one != () and type(one) not in _PLAIN)


def _names(kind: type[object]) -> tuple[str, ...]:
    """The fields of a kind of part, looked up once: a check is part of a cold query."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]


_FIELDS: dict[type[object], tuple[str, ...]] = {}
_PLAIN = frozenset({str, int, float, bool, type(None)})
