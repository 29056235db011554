"""Why a character may know a fact, or may not."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .knowledge import Knowledge
from .known_facts import facts_of


def explain_visibility(
    bench: AsksWorld,
    kind: str | None,
    id: str,
    npc: str,
    at_time: str = "current",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """The five checks in order: `check, value, detail`; the first that fails is the reason.

    A value is "true", "false" or "unknown". Facts of the answer: `visible` ("true" or
    "false"), `reason`, `grant`, `name`. Kinds as in `query_as_npc`; BadInput where there is
    no such fact.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    knowledge = Knowledge.of(inquiry, npc, at_time)
    fact = facts_of(knowledge, kind, id)[0]
    seen = knowledge.visible(fact)
    rows = [(check.name, str(check.value), check.detail) for check in seen.checks]
    return inquiry.answer(
        ("check", "value", "detail"),
        rows,
        visible=str(seen.visible).lower(),
        reason=seen.reason,
        grant=seen.grant,
        name=fact.name,
    )
