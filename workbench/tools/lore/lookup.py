"""Entities by words of their names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...core.errors import BadInput
from ...core.lore import Entity, LoreAnswer
from ...core.lore.names import best_match, fragments, words_of
from ...core.protocols import AsksWorld
from .filters import checked_limit
from .holding import away
from .inquiry import Inquiry

COLUMNS = ("id", "name", "label", "matched_name", "score")


def lookup(
    bench: AsksWorld,
    query: str,
    label: str | None = None,
    setting: str | None = None,
    limit: int | None = 20,
    *,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each entity of which all words of `query` are words of the name or of one alias.

    Whatever their case, by Unicode's folding; `'` and the typographic apostrophe are one, and
    `widow` finds `Widow's`. `score` is the share of the matched name's words that were asked
    for, times 0.9 for an alias: 1.0 is the whole name. Best first, then by id; `limit` rows
    (None: all), `meta.truncated` says that there were more.

    BadInput for a query without a word. Source: reference of the lore engine, section 12.
    """
    asked = list(dict.fromkeys(words_of(query)))
    if not asked:
        raise BadInput(f"query: expected at least one word of a name, saw {query!r}")
    checked_limit(limit)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    found = []
    for entity in inquiry.recorded(_candidates(inquiry, fragments(asked), label)):
        score, name = best_match(asked, entity.name, _aliases(entity))
        if score and not away(inquiry, entity):
            found.append((entity.id, entity.name, entity.label, name, round(score, 4)))
    found.sort(key=lambda row: (-row[4], row[0]))
    inquiry.truncated = limit is not None and len(found) > limit
    return inquiry.answer(COLUMNS, found[:limit])


def _aliases(entity: Entity) -> list[str]:
    return list(entity.properties.get("aliases") or ())


def _candidates(inquiry: Inquiry, parts: list[str], label: str | None) -> list[Mapping[str, Any]]:
    """Rows of entities that may match: by their names now, or by those they had at `as_of`."""
    if label is None:
        rows = list(inquiry.ask("lore/names_containing", parts=parts))
    else:
        rows = list(inquiry.ask("lore/names_of_label_containing", label=label, parts=parts))
    renamed = [i for i, former in inquiry.record.former.items() if {"name", "aliases"} & {*former}]
    rows += [row for i in sorted(renamed) for row in inquiry.ask("lore/entity", id=i)]
    each = {row["id"]: row for row in rows}
    return [row for row in each.values() if label in (None, row["label"])]
