"""Where `$name` stands in a statement: not in text, comments, dollar quotes or inside words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..core.lexis import tokens


class Placeholder(NamedTuple):
    """A `$name` at `text[start:end]`; `quoted` means that it stands for an identifier."""

    name: str
    start: int
    end: int
    quoted: bool


def placeholders(kind: str, text: str) -> Iterator[Placeholder]:
    """The placeholders of a text of one store kind, in reading order."""
    for found in tokens(kind, text):
        if name := found["name"] or found["quoted"]:
            yield Placeholder(name, found.start(), found.end(), bool(found["quoted"]))


# What a language takes beside the names in its text: VelesQL the collection that MATCH walks.
BESIDE: Mapping[str, frozenset[str]] = MappingProxyType({"collections": frozenset({"_collection"})})


@lru_cache(maxsize=512)
def parameter_names(kind: str, text: str) -> frozenset[str]:
    """The names that a typed text takes as values."""
    return frozenset(found.name for found in placeholders(kind, text) if not found.quoted)
