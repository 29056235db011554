"""Chunks of lore that name something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ...core.lore import Entity
from ...core.lore.mentions import mentions
from .inquiry import Inquiry


class Mention(NamedTuple):
    """`offset` is that of the name in the chunk's text; None where the title has it."""

    chunk_id: str
    source_id: str
    name: str
    offset: int | None


def names_of(entity: Entity) -> list[str]:
    """Its name and aliases."""
    return [entity.name, *entity.properties.get("aliases", ())]


def mentions_of(
    inquiry: Inquiry, names: Collection[str], sources: Iterable[str] | None = None
) -> Iterator[Mention]:
    """Each mention in the chunks of some sources (None: of all), by chunk and place in it.

    A chunk's title comes before its text.
    """
    given = {"setting": inquiry.setting, "sources": None if sources is None else sorted(sources)}
    for row in inquiry.ask("lore/chunks_naming", names=sorted(names), **given):
        where = row["id"], row["source_id"]
        yield from (Mention(*where, name, None) for name, _ in mentions(row["title"], names))
        yield from (Mention(*where, name, at) for name, at in mentions(row["text"], names))
