"""Values in a statement that changes things: worked out here, or by the engine beforehand.

What is a literal, a parameter, a variable, a property of one, or a list or map of such is
worked out here, over what the statement has changed already. Anything else is the engine's, and
may not speak of what the statement changes, which the engine has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from ...core.errors import NotSupported
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ..changing.draft import EXTERNAL_ID, Draft
from .arithmetic import negated, split, unwrapped, worked_out
from .patterns import entries, parts
from .rewriting import Rewriter
from .tokens import Token, Tokens, closing, failed

_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}


class Ref(NamedTuple):
    """A node or an edge in a row."""

    kind: Literal["node", "edge"]
    id: int

    def record(self, draft: Draft) -> NodeRecord | EdgeRecord | None:
        return draft.node(self.id) if self.kind == "node" else draft.edge(self.id)


Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """What a value may speak of."""

    draft: Draft
    parameters: Mapping[str, Any]
    changed: set[tuple[Ref, str]] = field(default_factory=set)  # what rows so far have set

    def check(self, row: Row, said: set[tuple[str, str]], written: str) -> None:
        """NotSupported where the engine worked a value out before a row changed what it is of."""
        for name, key in said if self.changed else ():
            ref = row.get(name)
            if any(one == ref and key in ("", what) for one, what in self.changed):
                raise NotSupported(
                    f"{written!r} speaks of {name!r}, which an earlier row has changed: it is the "
                    "same node or edge; make the rows distinct, or use + - * / % alone"
                )


Value: TypeAlias = Callable[[Row, Around], Any]


class Values:
    """Makes values of tokens; `natives` are the texts that the engine works out, by column."""

    def __init__(self, text: str, rewriter: Rewriter) -> None:
        self._text, self._rewriter = text, rewriter
        self.natives: dict[str, str] = {}
        self.changed: set[str] = set()  # variables that were made or changed so far
        self.scope: list[str] = []  # variables that there are so far

    def fresh(self) -> str:
        """A name that the text does not use."""
        return self._rewriter.fresh()

    def of(self, given: Tokens) -> Value:
        found = self._local(given)
        if found is not None:
            return found
        touched = sorted(self.changed & {t.value for t in given if t.names})
        if touched:
            raise NotSupported(
                f"{self._written(given)!r} speaks of {touched[0]!r}, which this statement makes or "
                "changes; do that in one statement and this in the next"
            )
        column = self._rewriter.fresh()
        self.natives[column] = self._rewriter.render(given)
        written, said = self._written(given), mentioned(given)

        def value(row: Row, around: Around) -> Any:
            around.check(row, said, written)
            return row[column]

        return value

    def _local(self, given: Tokens) -> Value | None:
        if not given:
            return None
        first = given[0]
        if len(given) == 1:
            return self._single(first)
        if first.is_sign("-") and len(given) == 2 and given[1].kind == "number":
            number = _number(given[1].value)
            return lambda row, around: -number
        if len(given) == 3 and first.names and given[1].is_sign(".") and given[2].names:
            return _property(self._known(first), given[2].value)
        if inside := unwrapped(given):
            return self._local(inside)
        if halves := split(given):
            return self._joined(*halves)
        if first.is_sign("-") and len(given) > 1 and (positive := self._local(given[1:])):
            return lambda row, around: negated(positive(row, around))
        if len(given) > 3 and first.says("COALESCE") and closing(given, 1) == len(given) - 1:
            return self._first(given[2:-1])
        if first.is_sign("[", "{") and closing(given, 0) == len(given) - 1:
            return self._several(given)
        return None

    def _joined(self, left: Tokens, sign: str, right: Tokens) -> Value | None:
        a, b = self._local(left), self._local(right)
        if a is None or b is None:
            return None
        return lambda row, around: worked_out(a(row, around), sign, b(row, around))

    def _first(self, inside: Tokens) -> Value | None:
        found = [self._local(inside[a:b]) for a, b in parts(inside)]
        values = [value for value in found if value is not None]
        if len(values) < len(found):
            return None
        return lambda row, around: next(
            (one for value in values if (one := value(row, around)) is not None), None
        )

    def _several(self, given: Tokens) -> Value | None:
        inside = given[1:-1]
        if given[0].value == "{":
            return self.map(entries(inside, self._text))
        if any(t.says("IN", "WHERE") or t.is_sign("|", "..") for t in inside):
            return None  # a comprehension
        values = [self.of(inside[a:b]) for a, b in parts(inside)] if inside else []
        return lambda row, around: [value(row, around) for value in values]

    def map(self, given: Mapping[str, Tokens]) -> Value:
        values = {key: self.of(tokens) for key, tokens in given.items()}
        return lambda row, around: {key: value(row, around) for key, value in values.items()}

    def _single(self, token: Token) -> Value | None:
        if token.kind == "text":
            return _constant(token.value)
        if token.kind == "number":
            return _constant(_number(token.value))
        if token.kind == "parameter":
            return lambda row, around: around.parameters[token.value]
        if token.says(*_CONSTANTS):
            return _constant(_CONSTANTS[token.value.upper()])
        return _variable(self._known(token)) if token.names else None

    def _known(self, token: Token) -> str:
        """A variable's name; QueryFailed, before anything is done, where there is none."""
        if token.value not in self.scope:
            there = ", ".join(self.scope) or "none"
            raise failed(
                f"there is no variable {token.value!r} here; there are: {there}",
                self._text,
                token.start,
            )
        return token.value

    def _written(self, given: Tokens) -> str:
        return self._text[given[0].start : given[-1].end]


def mentioned(given: Tokens) -> set[tuple[str, str]]:
    """The names in an expression, each with the property that is asked of it, or with ""."""
    said = set[tuple[str, str]]()
    for at, token in enumerate(given):
        if not token.names or (at and given[at - 1].is_sign(".")):
            continue
        keyed = len(given) > at + 2 and given[at + 1].is_sign(".") and given[at + 2].names
        said.add((token.value, given[at + 2].value if keyed else ""))
    return said


def _constant(value: Any) -> Value:
    return lambda row, around: value


def _variable(name: str) -> Value:
    def value(row: Row, around: Around) -> Any:
        return row[name]

    return value


def _property(name: str, key: str) -> Value:
    def value(row: Row, around: Around) -> Any:
        of = row[name]
        if isinstance(of, Ref):
            return _of_record(of.record(around.draft), key)
        return of.get(key) if isinstance(of, Mapping) else None

    return value


def _of_record(record: NodeRecord | EdgeRecord | None, key: str) -> Any:
    if record is None:
        return None
    if key == EXTERNAL_ID and key not in record.properties and isinstance(record, NodeRecord):
        return record.external_id
    return record.properties.get(key)


def _number(written: str) -> int | float:
    low = written.lower()
    if low.startswith(("0x", "0o")):
        return int(low, 0)
    return float(low) if "." in low or "e" in low else int(low)
