"""What of a statement does not depend on its parameters or on stored rows: found out once."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from ..core.errors import VelesFailed
from .checking.check import check
from .checking.faults import fault
from .checking.walk import parts
from .executing.database import Database
from .executing.dispatch import READING, executor
from .executing.result import Result
from .executing.run import Run
from .planning.efforts import tuning
from .syntax.faults import fault as fault_at
from .syntax.parse import parse
from .syntax.tokens import NAME, PARAMETER, QUOTED, Tokens
from .tree.patterns import NodePattern
from .tree.selects import Select
from .tree.statements import DropCollection, Statement
from .tree.values import Parameter

REMEMBERED = 1024  # texts


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement that says nothing wrong of one catalogue.

    `seconds` is the time that its options give it, infinity without.
    """

    statement: Statement
    execute: Callable[[Any, Run], Result]
    reads: bool
    parameters: tuple[str, ...]
    seconds: float


class PlanCache(NamedTuple):
    """How often a prepared statement was at hand."""

    hits: int
    misses: int
    entries: int


def prepared(text: str, database: Database) -> Prepared:
    """A text, parsed and checked (E, V) and held against the catalogue (VELES-002).

    Kept by text and by the generation of the catalogue; a fault is found again each time.
    """
    return _prepared(text, database.generation, weakref.ref(database))


def plan_cache() -> PlanCache:
    found = _prepared.cache_info()
    return PlanCache(found.hits, found.misses, found.currsize)


def missing_parameter(name: str, text: str, given: Mapping[str, Any]) -> VelesFailed:
    """E005, at the place where the parameter stands."""
    near = get_close_matches(name, [str(one) for one in given], 1)
    hint = f"; did you mean ${near[0]}?" if near else ""
    if f"${name}" in given:
        hint = f"; it is bound as {f'${name}'!r}: leave out the $ there"
    return _located(text, name, (PARAMETER,), code="E005", what=f"${name} has no value{hint}")


@lru_cache(REMEMBERED)
def _prepared(text: str, generation: int, of: weakref.ref[Database]) -> Prepared:
    database = of()
    statement = parse(text)
    check(statement)
    found = list(_everything(statement))
    if database is not None:
        _check_collections(_collections(found), text, database)
    for one in found:
        if isinstance(one, Select):
            tuning(one.options)
    wanted = dict.fromkeys(one.name for one in found if isinstance(one, Parameter))
    reads = isinstance(statement, READING)
    return Prepared(statement, executor(statement), reads, tuple(wanted), _seconds(found))


def _everything(tree: Any) -> Iterator[Any]:
    """All parts, those of queries inside too."""
    for part in parts(tree):
        yield part
        if isinstance(part, Select) and part is not tree:
            yield from _everything(part)


def _collections(found: Iterable[Any]) -> Iterator[str]:
    """The collections that have to be there."""
    for part in found:
        if isinstance(part, DropCollection) and not part.if_exists:
            yield part.name
        elif not isinstance(part, NodePattern):
            named = getattr(part, "collection", None)
            if named is not None:
                yield named


def _check_collections(named: Iterable[str], text: str, database: Database) -> None:
    known = database.definitions()
    for name in named:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            what = f"there is no collection {name!r}{hint}"
            raise _located(text, name, (NAME, QUOTED), code="VELES-002", what=what)


def _located(text: str, name: str, kinds: tuple[str, ...], *, code: str, what: str) -> VelesFailed:
    """A fault at the first place of a text where a name stands."""
    tokens = Tokens(text)
    for kind, value, at in zip(tokens.kinds, tokens.values, tokens.starts, strict=True):
        if kind in kinds and value == name:
            return fault_at(text, at, what, code=code)
    return fault(code, what)


def _seconds(found: Iterable[Any]) -> float:
    """The shortest `timeout_ms` of its queries; VELES-009 for one that is no time."""
    shortest = float("inf")
    for select in found:
        if not isinstance(select, Select):
            continue
        for name, value in select.options:
            if name == "timeout_ms":
                if type(value) is not int or value < 1:
                    raise fault("VELES-009", f"timeout_ms is a whole number from 1, not {value!r}")
                shortest = min(shortest, value / 1000)
    return shortest
