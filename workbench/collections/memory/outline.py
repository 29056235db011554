"""Facts, links and attributes from the lines of an outline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ...core.errors import BadInput
from .fact import LONGEST, checked_metadata
from .links import label_of
from .naming import trimmed

_LINE = re.compile(r"\s*(?:[-*]\s+)?(fact|edge|attr)\s*:\s*(.*?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outline:
    """What the lines say, in their order.

    `edges` are (A, relation, B), `attributes` (A, key, value), `ignored` the other lines that
    are not empty, each with its number from 1.
    """

    facts: tuple[str, ...] = ()
    edges: tuple[tuple[str, str, str], ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    ignored: tuple[tuple[int, str], ...] = ()

    @property
    def entities(self) -> tuple[str, ...]:
        """The names at edges and attributes, in the order in which they are met."""
        at_edges = [name for a, _, b in self.edges for name in (a, b)]
        return tuple(dict.fromkeys([*at_edges, *(a for a, _, _ in self.attributes)]))

    def mentioned(self, fact: str) -> list[str]:
        """The entities whose name stands in a text as words, in any case."""
        text = fact.casefold()
        return [
            name
            for name in self.entities
            if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text)
        ]


def outline(text: str) -> Outline:
    """Read `fact: …`, `edge: A | relation | B` and `attr: A | key | value`, a line each.

    The word may be in any case and stand behind a list's `-` or `*`. BadInput with the line for
    one that has other parts, that is too long, or whose key is reserved.
    """
    facts: list[str] = []
    edges: list[tuple[str, str, str]] = []
    attributes: list[tuple[str, str, str]] = []
    ignored: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            ignored += [(number, line)] if line.strip() else []
            continue
        kind, said = found[1].lower(), found[2]
        where = f"line {number}, {kind}"
        if kind == "fact":
            facts.append(trimmed(said, where, most=LONGEST))
        elif kind == "edge":
            edges.append(_parts(said, where, label_of))
        else:
            attributes.append(_parts(said, where, _key))
    once = tuple(dict.fromkeys(facts))
    return Outline(once, tuple(dict.fromkeys(edges)), tuple(attributes), tuple(ignored))


def _parts(said: str, where: str, middle: Callable[[str], str]) -> tuple[str, str, str]:
    parts = said.split("|")
    if len(parts) != 3:
        raise BadInput(f"{where}: expected three parts between |, saw {said!r:.80}")
    first, between, last = (trimmed(part, where, most=LONGEST) for part in parts)
    try:
        return first, middle(between), last
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error


def _key(key: str) -> str:
    checked_metadata({key: ""})
    return key
