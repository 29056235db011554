"""Where the lore names an entity."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .named_chunks import mentions_of, names_of

COLUMNS = ("chunk_id", "source_id", "matched_name", "offset")


def find_mentions(
    bench: AsksWorld,
    entity: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Every place where a chunk of lore has the entity's name or an alias, as whole words.

    `offset` counts characters of the chunk's text from 0; null where its title has the name.
    By chunk, the title first. Case counts, but for a leading article (the First Bell).
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    found = list(mentions_of(inquiry, names_of(inquiry.entity(entity))))
    return inquiry.answer(COLUMNS, found)
