"""Values in a statement that changes things: worked out here, or by the engine beforehand.

What is a literal, a parameter, a variable, a property of one, or a list or map of such is
worked out here, over what the statement has changed already. Anything else is the engine's, and
may not speak of what the statement changes, which the engine has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from ...core.errors import BadInput, NotSupported
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ..changing.draft import EXTERNAL_ID, Draft
from .patterns import entries, parts
from .rewriting import Rewriter
from .tokens import Tokens, closing

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


Value: TypeAlias = Callable[[Row, Around], Any]


class Values:
    """Makes values of tokens; `natives` are the texts that the engine works out, by column."""

    def __init__(self, text: str, rewriter: Rewriter) -> None:
        self._text, self._rewriter = text, rewriter
        self.natives: dict[str, str] = {}
        self.changed: set[str] = set()  # variables that were made or changed so far

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
        return lambda row, around: row[column]

    def _local(self, given: Tokens) -> Value | None:
        if not given:
            return None
        first = given[0]
        if len(given) == 1:
            return _single(given)
        if first.is_sign("-") and len(given) == 2 and given[1].kind == "number":
            number = _number(given[1].value)
            return lambda row, around: -number
        if len(given) == 3 and first.names and given[1].is_sign(".") and given[2].names:
            return _property(first.value, given[2].value)
        if first.is_sign("[", "{") and closing(given, 0) == len(given) - 1:
            return self._several(given)
        return None

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

    def _written(self, given: Tokens) -> str:
        return self._text[given[0].start : given[-1].end]


def _single(given: Tokens) -> Value | None:
    token = given[0]
    if token.kind == "text":
        return _constant(token.value)
    if token.kind == "number":
        return _constant(_number(token.value))
    if token.kind == "parameter":
        return lambda row, around: around.parameters[token.value]
    if token.says(*_CONSTANTS):
        return _constant(_CONSTANTS[token.value.upper()])
    return _variable(token.value) if token.names else None


def _constant(value: Any) -> Value:
    return lambda row, around: value


def _variable(name: str) -> Value:
    def value(row: Row, around: Around) -> Any:
        return row[known(name, row)]

    return value


def _property(name: str, key: str) -> Value:
    def value(row: Row, around: Around) -> Any:
        of = row[known(name, row)]
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


def known(name: str, row: Row) -> str:
    if name not in row:
        raise BadInput(f"there is no variable {name!r} here; there are: {', '.join(row) or 'none'}")
    return name


def _number(written: str) -> int | float:
    low = written.lower()
    if low.startswith(("0x", "0o")):
        return int(low, 0)
    return float(low) if "." in low or "e" in low else int(low)
