"""Every secret of a world."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ...core.lore import Entity, LoreAnswer
from ...core.lore.facts import INSTANCE, SECRET, fact_of_entity
from ...core.protocols import AsksWorld
from .inquiry import Inquiry

COLUMNS = ("id", "rumor", "min_tier", "danger_if_revealed")


def list_secrets(
    bench: AsksWorld, *, setting: str | None = None, as_of: str | datetime | None = None
) -> LoreAnswer:
    """`id, rumor, min_tier, danger_if_revealed`, highest tier first, then by id.

    Of one setting where it is given. For an analyst: it tells rumors, never contents.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    entities = inquiry.entities(INSTANCE)
    at_home = [e for e in entities if setting is None or setting in e.settings]
    return inquiry.answer(COLUMNS, sorted(secret_rows(at_home), key=lambda row: (-row[2], row[0])))


def secret_rows(entities: Iterable[Entity]) -> list[tuple[Any, ...]]:
    """One row a secret; other instances give none."""
    facts = ((fact_of_entity(entity), entity.properties) for entity in entities)
    return [
        (fact.id, fact.rumor, fact.min_tier, held.get("danger_if_revealed"))
        for fact, held in facts
        if fact.kind == SECRET
    ]
