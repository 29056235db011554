"""A query's text, ready to be sent: identifiers filled in and escaped, values left as `$name`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .placeholders import BESIDE, Placeholder, placeholders

_QUOTES = {"relational": '"', "graph": "`", "collections": '"'}


@dataclass(frozen=True, slots=True)
class Template:
    """`parts` alternates text and identifier names; `values` are the names sent beside it."""

    text: str
    quote: str
    parts: tuple[str, ...]
    values: frozenset[str]

    @property
    def identifiers(self) -> frozenset[str]:
        return frozenset(self.parts[1::2])

    def filled(self, bound: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """The statement and its parameters; an identifier is sent only if used as a value too."""
        if len(self.parts) == 1:
            return self.text, bound
        text = "".join(
            _quoted(bound[part], self.quote) if at % 2 else part
            for at, part in enumerate(self.parts)
        )
        return text, {name: value for name, value in bound.items() if name in self.values}


def template(kind: str, text: str) -> Template:
    found = list(placeholders(kind, text))
    values = frozenset(placeholder.name for placeholder in found if not placeholder.quoted)
    quoted = [placeholder for placeholder in found if placeholder.quoted]
    beside = BESIDE.get(kind, frozenset())
    return Template(text, _QUOTES[kind], _parts(text, quoted), values | beside)


def _parts(text: str, quoted: list[Placeholder]) -> tuple[str, ...]:
    parts, at = [], 0
    for placeholder in quoted:
        parts += [text[at : placeholder.start], placeholder.name]
        at = placeholder.end
    return (*parts, text[at:])


def _quoted(identifier: str, quote: str) -> str:
    return f"{quote}{identifier.replace(quote, quote * 2)}{quote}"
