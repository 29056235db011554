"""The three collections of texts, and what guards a text of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.lore.facts import INSTANCE, Fact, fact_of_chunk, fact_of_entity
from .inquiry import Inquiry

Row = Mapping[str, Any]


class Collection(NamedTuple):
    """A table of texts; `belongs_to` is its column for a text's source, speaker or entity."""

    table: str
    belongs_to: str
    facts: Callable[[Inquiry, Iterable[Row]], dict[str, Fact]]


def collection(name: str) -> Collection:
    """BadInput where there is none of that name."""
    for found in (CHUNKS, MESSAGES, SUMMARIES):
        if found.table == name:
            return found
    raise BadInput(f"collection: expected lore_chunks, messages or domain_summaries, saw {name!r}")


def _facts_of_chunks(inquiry: Inquiry, rows: Iterable[Row]) -> dict[str, Fact]:
    return {row["id"]: fact_of_chunk(row, settings=_settings(row)) for row in rows}


def _facts_of_messages(inquiry: Inquiry, rows: Iterable[Row]) -> dict[str, Fact]:
    """What was said in a session is known to who said it; the log does not tell who listened."""
    return {
        row["id"]: Fact(
            "message",
            row["id"],
            content=row["text"],
            secrecy="secret",
            valid_from=row["time"],
            settings=frozenset(_settings(row)) or None,
            parties=frozenset({row["belongs_to"]}),
        )
        for row in rows
    }


def _facts_of_summaries(inquiry: Inquiry, rows: Iterable[Row]) -> dict[str, Fact]:
    """Guarded as the instances themselves; a summary whose instance has gone has no fact."""
    ids = sorted(row["id"] for row in rows)
    asked = inquiry.ask("lore/entities_with_ids", label=INSTANCE, ids=ids)
    return {entity.id: fact_of_entity(entity) for entity in inquiry.recorded(asked)}


def _settings(row: Row) -> list[str]:
    return [row["setting_id"]] if row["setting_id"] else []


CHUNKS = Collection("lore_chunks", "source_id", _facts_of_chunks)
MESSAGES = Collection("messages", "npc_id", _facts_of_messages)
SUMMARIES = Collection("domain_summaries", "entity_id", _facts_of_summaries)
