"""Texts by what they mean, and by their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from . import text_collections
from .inquiry import Inquiry
from .knowledge import Knowledge
from .text_collections import Collection

COLUMNS = ("chunk_id", "source_id", "score", "text")
_PAGE = 50  # texts a statement, where a part of them may be hidden


def semantic_search(
    bench: AsksWorld,
    query: str,
    collection: str = "lore_chunks",
    k: int = 10,
    setting: str | None = None,
    as_npc: str | None = None,
    *,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """The `k` texts that answer a question best, best first, ties by id.

    Texts are ranked by cosine similarity of their vectors and by BM25 of their words, and both
    rankings fused: `score` is the sum of 1 / (60 + place), so a name that the question gives
    counts although a vector of meaning is blind to names. `source_id` is the source of a chunk,
    the speaker of a message, the entity of a summary. `setting` keeps texts of one setting;
    `as_npc` those that this person may know at the current time, and of messages its own.

    BadInput for another collection, a question without a word, or k below 1.
    """
    found = text_collections.collection(collection)
    if k < 1 or not query.strip():
        raise BadInput(f"expected a question and k of 1 or more, saw {query!r:.40} and k={k}")
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    given = {"collection": found.table, "belongs_to": found.belongs_to, "setting": setting}
    given |= {"embedding": query, "words": query}
    if as_npc is None:
        rows: Iterator[Mapping[str, Any]] = iter(inquiry.ask("lore/search_texts", first=k, **given))
    else:
        rows = islice(_visible(inquiry, as_npc, found, given), k)
    told = [(row["id"], row["belongs_to"], row["score"], row["text"]) for row in rows]
    return inquiry.answer(COLUMNS, told)


def _visible(
    inquiry: Inquiry, npc: str, found: Collection, given: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    """What the person may know, best first, page by page."""
    knowledge, skip = Knowledge.of(inquiry, npc), 0
    while page := list(inquiry.ask("lore/search_texts", first=_PAGE, skip=skip, **given)):
        facts = found.facts(inquiry, page)
        for row in page:
            if row["id"] in facts and knowledge.visible(facts[row["id"]]).visible:
                yield row
        skip += _PAGE
