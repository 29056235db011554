"""Missions as the graph finds them: by giver, faction, place and their own fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...core.lore.memberships import Memberships
from ...core.time import FALSE, TRUE, Truth
from .below import edges_below, place_and_parts
from .filters import Clock, word, words
from .inquiry import Inquiry
from .instances import MISSIONS, in_record, relations_of, types_logged_in
from .knowledge import Knowledge
from .seen_logs import seen_edges

FILTERS = (
    *("faction", "location", "giver", "status", "risk", "setting_id", "id"),
    *("since", "until"),
)
NEWEST, ASCENDING = ("started", "ended"), ("name", "status", "risk", "id")
SORTS = ("payout", *NEWEST, *ASCENDING)
OWN = {"status", "risk", "setting_id"}  # what a mission's own fields tell


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mission as it was chosen; `certainty` is true or unknown."""

    id: str
    setting_id: str | None
    sorted_by: Any
    started: str | None
    ended: str | None
    currency: str | None
    givers: tuple[str, ...]
    certainty: Truth = TRUE


@dataclass(frozen=True)
class Search:
    """What is asked of missions; `since` and `until` among `given` are of that clock.

    `insists` on the order by payout, also where payouts do not compare.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    sort_by: str = "payout"
    clock: Clock = "fiction"
    at_time: str | None = None
    insists: bool = False


def candidates(
    inquiry: Inquiry, asked: Search, knowledge: Knowledge | None = None
) -> list[Candidate]:
    """The missions that pass every filter but since and until, in no order.

    Only memberships that may be known make a faction's missions.
    """
    given, members = asked.given, Memberships(inquiry.clock())
    givers = [inquiry.entity(word(given, "giver")).id] if "giver" in given else None
    if "faction" not in given:
        return _read(inquiry, asked, givers)
    faction = inquiry.entity(word(given, "faction"))
    members.add(seen_edges(knowledge, edges_below(inquiry, faction, "MEMBER_OF")))
    return kept(
        (
            mission,
            _any(members.belongs(giver, faction.id, mission.started) for giver in mission.givers),
        )
        for mission in _read(inquiry, asked, givers or members.members)
    )


def _read(inquiry: Inquiry, asked: Search, givers: list[str] | None) -> list[Candidate]:
    given = asked.given
    filters = {**own_filters(inquiry, given), "sort_by": asked.sort_by}
    ids, places = words(given, "id"), _places(inquiry, given)
    if ids is not None:
        rows = inquiry.ask("lore/missions_by_id", ids=ids, **filters)
    elif places is not None and givers is not None:
        rows = inquiry.ask("lore/missions_given_at", givers=givers, locations=places, **filters)
    elif places is not None:
        rows = inquiry.ask("lore/missions_at", locations=places, **filters)
    elif givers is not None:
        rows = inquiry.ask("lore/missions_given", givers=givers, **filters)
    else:
        rows = inquiry.ask("lore/missions", **filters)
    found = grouped(inquiry, rows)
    if givers is not None:
        wanted = set(givers)
        found = [mission for mission in found if wanted.intersection(mission.givers)]
    return _aimed_at(inquiry, found, places) if ids and places is not None else found


def own_filters(inquiry: Inquiry, given: Mapping[str, Any]) -> dict[str, Any]:
    """What every statement of missions takes: type, status, risk and setting."""
    return {
        "types": types_logged_in(inquiry, MISSIONS),
        "statuses": words(given, "status"),
        "risks": words(given, "risk"),
        "settings": _settings(inquiry, given),
    }


def _settings(inquiry: Inquiry, given: Mapping[str, Any]) -> list[str] | None:
    wanted, home = words(given, "setting_id"), inquiry.setting
    if home is None:
        return wanted
    return [home] if wanted is None or home in wanted else []


def _places(inquiry: Inquiry, given: Mapping[str, Any]) -> list[str] | None:
    if "location" not in given:
        return None
    return place_and_parts(inquiry, inquiry.entity(word(given, "location")))


def _aimed_at(inquiry: Inquiry, found: list[Candidate], places: list[str]) -> list[Candidate]:
    targets = relations_of(inquiry, [mission.id for mission in found], "TARGETS")
    aimed = {edge.from_id for edge in targets if edge.to_id in places}
    return [mission for mission in found if mission.id in aimed]


def grouped(inquiry: Inquiry, rows: Iterable[Mapping[str, Any]]) -> list[Candidate]:
    """One candidate a mission, from a row for each of its givers and wanted targets."""
    givers: dict[str, dict[str, None]] = defaultdict(dict)
    missions: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row["id"] in inquiry.record.absent or not in_record(inquiry, row, "target_"):
            continue
        missions[row["id"]] = row
        if row["giver_id"] is not None and in_record(inquiry, row):
            givers[row["id"]][row["giver_id"]] = None
    held = ("id", "setting_id", "sorted_by", "started", "ended", "currency")
    return [
        Candidate(**{name: row[name] for name in held}, givers=tuple(givers[row["id"]]))
        for row in missions.values()
    ]


def kept(judged: Iterable[tuple[Candidate, Truth]]) -> list[Candidate]:
    """Those of which it may be true, each as certain as that is."""
    return [
        replace(mission, certainty=mission.certainty & truth)
        for mission, truth in judged
        if truth.possible
    ]


def _any(truths: Iterable[Truth]) -> Truth:
    found = FALSE
    for truth in truths:
        found = found | truth
    return found
