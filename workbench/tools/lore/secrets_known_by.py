"""The secrets that a character knows."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.lore.facts import fact_of_entity
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .knowledge import Knowledge

COLUMNS = ("id", "name", "rumor", "content", "grant")


def secrets_known_by(
    bench: AsksWorld,
    npc: str,
    at_time: str = "current",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """`id, name, rumor, content, grant` of each secret that is visible to them, by id."""
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    knowledge = Knowledge.of(inquiry, npc, at_time)
    facts = [fact_of_entity(secret) for secret in knowledge.secrets.entities]
    found = [(fact, knowledge.visible(fact)) for fact in facts]
    return inquiry.answer(
        COLUMNS,
        [(f.id, f.name, f.rumor, f.content, seen.grant) for f, seen in found if seen.visible],
        npc=knowledge.npc.id,
    )
