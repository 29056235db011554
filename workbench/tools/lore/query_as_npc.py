"""What a character knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ...core.lore import LoreAnswer
from ...core.lore.facts import Fact
from ...core.lore.visibility import Verdict
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .knowledge import Knowledge
from .known_facts import facts_of

COLUMNS = ("id", "kind", "visible", "reason", "grant", "name", "content", "rumor")


def query_as_npc(
    bench: AsksWorld,
    npc: str,
    at_time: str = "current",
    *,
    kind: str | None = None,
    id: str | None = None,
    text: str | None = None,
    show_hidden: bool = False,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """The facts that a character may know at a time, by kind and id, with what grants each.

    kind: relation, secret, mission, lot, campaign, trade, campaign_event, chunk, entity, a
    label in lower case, a type of instance; None for all. `text` keeps facts in whose name,
    content or rumor, as far as told, all its words stand. A secret above the character's tier
    shows its rumor and no name. `show_hidden` adds, for an analyst, what is hidden and why.
    BadInput for a kind, an id or a person that there is not.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    knowledge = Knowledge.of(inquiry, npc, at_time)
    found = ((fact, knowledge.visible(fact)) for fact in facts_of(knowledge, kind, id))
    rows = (row for fact, seen in found for row in _rows(fact, seen, show_hidden))
    kept = [row for row in rows if text is None or _says(row, text)]
    return inquiry.answer(COLUMNS, kept, npc=knowledge.npc.id)


def _rows(fact: Fact, seen: Verdict, show_hidden: bool) -> Iterator[tuple[Any, ...]]:
    """None for what is hidden, where nobody asked for it."""
    rumor = fact.rumor if seen.reason == "tier" else None
    if not (seen.visible or rumor or show_hidden):
        return
    name = fact.name if seen.visible or show_hidden else None
    content = fact.content if seen.visible else None
    yield fact.id, fact.kind, seen.visible, seen.reason, seen.grant, name, content, rumor


def _says(row: tuple[Any, ...], text: str) -> bool:
    told = " ".join(part for part in row[5:] if part).lower()
    return set(_words(text)) <= set(_words(told))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
