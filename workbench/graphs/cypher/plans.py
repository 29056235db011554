"""The clauses of a statement that change things, as steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ...core.errors import NotSupported
from .clauses import Clause
from .expressions import Value, Values
from .patterns import Element, Path, UnknownPattern, parts, paths
from .tokens import Token, Tokens, failed


@dataclass
class Made:
    """A node or an edge of a pattern; `name` is its variable, or one of ours."""

    kind: Literal["node", "edge"]
    name: str
    named: list[str]
    properties: dict[str, Value]
    map: Value | None = None
    direction: str = "out"
    bound: bool = False


@dataclass
class Assign:
    """SET and REMOVE of one thing; `value` None removes `key` or `labels`."""

    name: str
    form: Literal["property", "merge", "replace", "labels"]
    key: str = ""
    labels: tuple[str, ...] = ()
    value: Value | None = None


@dataclass
class Create:
    paths: list[list[Made]]


@dataclass
class Merge:
    path: list[Made]
    on_create: list[Assign] = field(default_factory=list)
    on_match: list[Assign] = field(default_factory=list)


@dataclass
class Change:
    items: list[Assign]


@dataclass
class Delete:
    names: list[str]
    detach: bool


Step: TypeAlias = Create | Merge | Change | Delete


class Planner:
    """Makes steps of clauses in turn; `scope` are the variables that there are so far."""

    def __init__(self, text: str, scope: list[str], values: Values) -> None:
        self._text, self.scope, self._values = text, list(scope), values
        values.scope = self.scope

    def steps(self, clauses: list[Clause]) -> list[Step]:
        found: list[Step] = []
        on: Literal["ON CREATE", "ON MATCH"] | None = None
        for clause in clauses:
            if clause.word in ("ON CREATE", "ON MATCH"):
                on = "ON CREATE" if clause.word == "ON CREATE" else "ON MATCH"
            elif on:
                self._on(found, clause, on)
                on = None
            else:
                found.append(self._step(clause))
        return found

    def _step(self, clause: Clause) -> Step:
        if clause.word == "CREATE":
            return Create([self._path(path, clause) for path in self._patterns(clause)])
        if clause.word == "MERGE":
            return self._merge(clause)
        if clause.word == "SET":
            return Change(self._assigns(clause))
        if clause.word == "REMOVE":
            return Change([self._removed(clause, one) for one in _split(clause.body)])
        return self._delete(clause)

    def _merge(self, clause: Clause) -> Merge:
        read = self._patterns(clause)
        if len(read) != 1:
            raise failed("MERGE takes one pattern; write another MERGE", self._text, clause.start)
        path = self._path(read[0], clause)
        if any(one.map for one in path):
            raise NotSupported("MERGE takes its properties one by one: (n {key: $value})")
        return Merge(path)

    def _on(self, found: list[Step], clause: Clause, on: str) -> None:
        if not found or not isinstance(found[-1], Merge) or clause.word != "SET":
            raise failed(f"{on} stands after MERGE and before SET", self._text, clause.start)
        target = found[-1].on_create if on == "ON CREATE" else found[-1].on_match
        target += self._assigns(clause)

    def _patterns(self, clause: Clause) -> list[Path]:
        try:
            return paths(clause.body)
        except UnknownPattern:
            raise failed(
                f"{clause.word} takes no pattern of this form", self._text, clause.start
            ) from None

    def _path(self, path: Path, clause: Clause) -> list[Made]:
        if path.variable or path.searched:
            raise NotSupported(f"{clause.word} takes no path with a name; name its nodes and edges")
        return [self._made(one, path, clause) for one in path.elements]

    def _made(self, one: Element, path: Path, clause: Clause) -> Made:
        bound = one.variable in self.scope
        name = one.variable or self._values.fresh()
        values = {key: self._values.of(given) for key, given in one.entries.items()}
        mapped = self._values.of([one.map]) if one.map else None
        self._check(one, clause, bound=bound)
        if not bound:
            self.scope.append(name)
            self._values.changed.add(name)
        direction = "out" if one.kind == "node" else one.direction
        return Made(one.kind, name, one.named or [], values, mapped, direction, bound)

    def _check(self, one: Element, clause: Clause, *, bound: bool) -> None:
        wrong = ""
        if not one.plain or one.many:
            wrong = "takes nodes and edges with a name, labels or a type, and properties"
        elif one.kind == "edge" and (len(one.named or ()) != 1 or bound):
            wrong = "takes new relationships of exactly one type"
        elif one.kind == "edge" and one.direction == "both" and clause.word == "CREATE":
            wrong = "takes relationships with a direction"
        elif bound and (one.named or one.entries or one.map):
            wrong = f"finds {one.variable!r} bound already; name it without labels and properties"
        if wrong:
            raise failed(f"{clause.word} {wrong}", self._text, clause.start)

    def _assigns(self, clause: Clause) -> list[Assign]:
        return [self._assign(clause, one) for one in _split(clause.body)]

    def _assign(self, clause: Clause, one: Tokens) -> Assign:
        name = self._name(clause, one)
        assign: Assign | None = None
        if _is(one, ".", at=1) and len(one) > 4 and one[2].names and _is(one, "=", at=3):
            assign = Assign(name, "property", one[2].value, value=self._values.of(one[4:]))
        elif _is(one, "+=", "=", at=1) and len(one) > 2:
            form: Literal["merge", "replace"] = "merge" if one[1].value == "+=" else "replace"
            assign = Assign(name, form, value=self._values.of(one[2:]))
        elif _is(one, ":", at=1):
            assign = Assign(name, "labels", labels=self._labels(clause, one), value=_yes)
        if assign is None:
            raise failed(
                "SET takes v.key = value, v += map, v = map or v:Label", self._text, clause.start
            )
        self._values.changed.add(name)
        return assign

    def _removed(self, clause: Clause, one: Tokens) -> Assign:
        name = self._name(clause, one)
        self._values.changed.add(name)
        if len(one) == 3 and _is(one, ".", at=1) and one[2].names:
            return Assign(name, "property", one[2].value)
        if _is(one, ":", at=1):
            return Assign(name, "labels", labels=self._labels(clause, one))
        raise failed("REMOVE takes v.key or v:Label", self._text, clause.start)

    def _labels(self, clause: Clause, one: Tokens) -> tuple[str, ...]:
        fits = (
            len(one) % 2
            and all(t.is_sign(":") for t in one[1::2])
            and all(t.names for t in one[2::2])
        )
        if not fits:
            raise failed(f"{clause.word} takes labels as v:A:B", self._text, clause.start)
        return tuple(token.value for token in one[2::2])

    def _delete(self, clause: Clause) -> Delete:
        names = []
        for one in _split(clause.body):
            names.append(self._name(clause, one))
            if len(one) != 1:
                raise failed(f"{clause.word} takes variables", self._text, one[0].start)
        return Delete(names, clause.word == "DETACH DELETE")

    def _name(self, clause: Clause, one: Tokens) -> str:
        if not one or not one[0].names:
            raise failed(f"{clause.word} names a variable first", self._text, clause.start)
        if one[0].value not in self.scope:
            raise failed(f"there is no variable {one[0].value!r}", self._text, one[0].start)
        return one[0].value


def _yes(*_: object) -> bool:
    return True


def _split(body: tuple[Token, ...]) -> list[Tokens]:
    return [body[start:end] for start, end in parts(body)]


def _is(given: Tokens, *signs: str, at: int) -> bool:
    return len(given) > at and given[at].is_sign(*signs)
