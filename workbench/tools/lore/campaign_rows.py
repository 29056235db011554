"""Campaigns and their sides, as answers tell them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...core.lore import EdgeRecord, Entity, LoreAnswer
from ...core.lore.log_times import newest_first
from ...core.time import Chronology
from .below import place_and_parts
from .filters import word, words
from .inquiry import Inquiry
from .instances import CAMPAIGNS, instances_of, relations_of, types_logged_in
from .log_windows import fiction_window

COLUMNS = ("id", "name", "theater", "status", "started", "ended", "sides")
FILTERS = (
    *("id", "theater", "status", "faction", "location", "setting_id"),
    *("since", "until"),
)

Given = Mapping[str, Any]


def campaigns(inquiry: Inquiry, given: Given) -> LoreAnswer:
    """The campaigns that pass all filters, oldest first, ties by id."""
    found = instances_of(
        inquiry, types_logged_in(inquiry, CAMPAIGNS), status=words(given, "status")
    )
    edges = relations_of(inquiry, [one.id for one in found], "INVOLVES", "FOUGHT_AT")
    kept = _within(inquiry, given, [c for c in found if _says(c, given)])
    kept = _joined(kept, edges, "INVOLVES", _ends(inquiry, given, "faction"))
    kept = _joined(kept, edges, "FOUGHT_AT", _ends(inquiry, given, "location"))
    sides = sides_of(edges)
    rows = (_row(campaign, sides[campaign.id]) for campaign in _oldest_first(inquiry, kept))
    return inquiry.answer(COLUMNS, rows)


def sides_of(edges: Iterable[EdgeRecord]) -> dict[str, list[EdgeRecord]]:
    """The musters of each campaign, by faction and edge."""
    sides: dict[str, list[EdgeRecord]] = defaultdict(list)
    for edge in sorted(edges, key=lambda edge: (edge.to_id, edge.edge_id)):
        if edge.type == "INVOLVES":
            sides[edge.from_id].append(edge)
    return sides


def side_at(clock: Chronology, musters: Iterable[EdgeRecord], time: str | None) -> str | None:
    """On which side a faction certainly was at a time; None where no muster, or no one side."""
    found = {
        muster.props.get("side")
        for muster in musters
        if clock.time_windows_overlap(time, time, muster.valid_from, muster.valid_until).value
    }
    return found.pop() if len(found) == 1 else None


def _says(campaign: Entity, given: Given) -> bool:
    held = {**campaign.properties, "id": campaign.id}
    names = ("id", "theater", "setting_id")
    return all(held.get(name) in (words(given, name) or ()) for name in names if name in given)


def _within(inquiry: Inquiry, given: Given, found: list[Entity]) -> list[Entity]:
    since, until = given.get("since"), given.get("until")
    if since is None and until is None:
        return found
    kept = []
    for campaign in found:
        clock, held = inquiry.clock_of(campaign), campaign.properties
        window = fiction_window(inquiry, clock, since, until)
        meets = clock.time_windows_overlap(held.get("started"), held.get("ended"), *window)
        inquiry.undecided += meets.value is None
        kept += [campaign] if meets.value else []
    return kept


def _ends(inquiry: Inquiry, given: Given, name: str) -> set[str] | None:
    if name not in given:
        return None
    wanted = inquiry.entity(word(given, name))
    return {wanted.id} if name == "faction" else set(place_and_parts(inquiry, wanted))


def _joined(
    found: list[Entity], edges: Sequence[EdgeRecord], type: str, ends: set[str] | None
) -> list[Entity]:
    if ends is None:
        return found
    joined = {edge.from_id for edge in edges if edge.type == type and edge.to_id in ends}
    return [campaign for campaign in found if campaign.id in joined]


def _oldest_first(inquiry: Inquiry, found: list[Entity]) -> list[Entity]:
    started = {campaign.id: campaign.properties.get("started") or "" for campaign in found}
    ranks = dict(newest_first(set(started.values()), inquiry.clock()))
    return sorted(found, key=lambda campaign: (-ranks[started[campaign.id]], campaign.id))


def _row(campaign: Entity, musters: Iterable[EdgeRecord]) -> list[Any]:
    held = campaign.properties
    sides = [
        {
            "faction_id": muster.to_id,
            "side": muster.props.get("side"),
            "person_count": muster.props.get("person_count"),
            "valid_from": muster.valid_from,
            "valid_until": muster.valid_until,
        }
        for muster in musters
    ]
    return [campaign.id, campaign.name, *(held.get(name) for name in COLUMNS[2:-1]), sides]
