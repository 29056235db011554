"""What a relation or a claim rests on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, LoreAnswer
from ...core.protocols import AsksWorld
from .edges import edge_by_id
from .inquiry import Inquiry
from .named_chunks import mentions_of, names_of

COLUMNS = ("source_id", "title", "reliability", "chunk_ids")


def cite(
    bench: AsksWorld,
    edge_id: str | None = None,
    claim: str | None = None,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """The sources of a relation, or of a claim (`per_widow_hark#born`), in the order given there.

    `chunk_ids` are the chunks of a source that name both ends of the relation; where none
    does, those that name one of them. Of a claim, those that name its entity. A source that
    the graph does not have is told with its id alone and a warning. Of a claim, `meta.claims`
    has the value that each source gives. BadInput where there is no such relation or claim.
    """
    if (edge_id is None) == (claim is None):
        raise BadInput("expected either an edge_id, or a claim such as per_widow_hark#born")
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    if claim is not None:
        sources, names, facts = _of_claim(inquiry, claim)
    else:
        sources, names, facts = _of_edge(inquiry, str(edge_id))
    return inquiry.answer(COLUMNS, list(_rows(inquiry, sources, names)), **facts)


Cited = tuple[Sequence[str], Sequence[Collection[str]], dict[str, Any]]


def _of_edge(inquiry: Inquiry, edge_id: str) -> Cited:
    """Sources, and the names of both ends."""
    edge = edge_by_id(inquiry, edge_id)
    if edge is None:
        raise BadInput(f"edge_id: expected the id of a relation, and there is no {edge_id!r}")
    inquiry.note([edge])
    return edge.sources, [_names(inquiry, end) for end in _ends(edge)], {}


def _ends(edge: EdgeRecord) -> tuple[str, str]:
    return edge.from_id, edge.to_id


def _names(inquiry: Inquiry, id: str) -> list[str]:
    return names_of(inquiry.entity(id))


def _of_claim(inquiry: Inquiry, claim: str) -> Cited:
    """Sources, and the names of the entity."""
    reference, _, name = claim.partition("#")
    if not name:
        raise BadInput(
            f"claim: expected an entity and a property such as per_widow_hark#born, saw "
            f"{claim!r:.60}; semantic_search finds texts by what they say"
        )
    entity = inquiry.entity(reference)
    claims = _claims(entity.properties.get("claims"), name)
    sources = [c["source"] for c in claims] or entity.properties.get("sources")
    if not sources:
        raise BadInput(f"claim: no source says anything of {name!r} of {entity.id}")
    return list(dict.fromkeys(sources)), [names_of(entity)], {"claims": claims}


def _claims(stored: Any, name: str) -> list[dict[str, Any]]:
    found = json.loads(stored) if isinstance(stored, str) else stored or []
    return [claim for claim in found if claim["property"] == name]


def _rows(
    inquiry: Inquiry, sources: Sequence[str], names: Sequence[Collection[str]]
) -> Iterable[tuple[Any, ...]]:
    known = {row["id"]: row for row in inquiry.ask("lore/sources_by_id", ids=list(sources))}
    chunks = _chunks(inquiry, sources, names)
    for source in sources:
        if source not in known:
            inquiry.warnings.append(f"unknown_source:{source}")
        row = known.get(source, {})
        yield source, row.get("title"), row.get("reliability"), chunks.get(source, [])


def _chunks(
    inquiry: Inquiry, sources: Sequence[str], names: Sequence[Collection[str]]
) -> dict[str, list[str]]:
    """By source, the chunks that name as many of the entities as any of its chunks does."""
    ends = dict[tuple[str, str], set[int]]()
    for at, end in enumerate(names):
        for mention in mentions_of(inquiry, end, sources):
            ends.setdefault((mention.source_id, mention.chunk_id), set()).add(at)
    most = dict[str, int]()
    for (source, _), named in ends.items():
        most[source] = max(most.get(source, 0), len(named))
    found = dict[str, list[str]]()
    for (source, chunk), named in sorted(ends.items()):
        if len(named) == most[source]:
            found.setdefault(source, []).append(chunk)
    return found
