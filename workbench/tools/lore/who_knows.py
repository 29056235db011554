"""Who knows a secret."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...core.errors import BadInput
from ...core.lore import Entity, LoreAnswer
from ...core.lore.facts import INSTANCE, fact_of_entity
from ...core.lore.visibility import ATTENDED
from ...core.protocols import AsksWorld
from .edges import edges_from, edges_to
from .inquiry import Inquiry
from .knowledge import Knowledge, WorldSecrets

COLUMNS = ("npc_id", "name", "grant")


def who_knows(
    bench: AsksWorld,
    secret: str,
    at_time: str = "current",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """`npc_id, name, grant` of everyone to whom the secret is visible at a time, by id.

    They are among those whom it names and those who were at an event that it is about: no
    other grant opens a secret.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    known = inquiry.entity(secret)
    if known.label != INSTANCE:
        raise BadInput(
            f"secret: expected the id or name of a secret, saw {known.id} ({known.label})"
        )
    fact = fact_of_entity(known)
    rows, secrets = [], WorldSecrets(inquiry)
    for person in sorted(_candidates(inquiry, known)):
        knowledge = Knowledge.of(inquiry, person, at_time, secrets=secrets)
        seen = knowledge.visible(fact)
        if seen.visible:
            rows.append((person, knowledge.npc.name, seen.grant))
    return inquiry.answer(COLUMNS, rows, secret=known.id)


def _candidates(inquiry: Inquiry, secret: Entity) -> Iterable[str]:
    edges = edges_from(inquiry, secret)
    people = {edge.to_id for edge in edges if edge.to_label == "Person" and edge.type != "ABOUT"}
    for edge in edges:
        if edge.type == "ABOUT" and edge.to_label == "Event":
            event = Entity(edge.to_id, edge.to_label, edge.to_name)
            there = edges_to(inquiry, event, ATTENDED)
            people |= {one.from_id for one in there if one.from_label == "Person"}
    return people
