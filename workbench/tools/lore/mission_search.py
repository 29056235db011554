"""Missions that a question is about, in its order; of each only what decides that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...core.lore import LoreAnswer
from ...core.lore.log_times import newest_first
from ...core.time import When
from .inquiry import Inquiry
from .instances import instances
from .knowledge import Knowledge
from .log_windows import fiction_window, real_window
from .mission_candidates import (
    ASCENDING,
    NEWEST,
    OWN,
    Candidate,
    Search,
    candidates,
    grouped,
    kept,
    own_filters,
)


def search(inquiry: Inquiry, asked: Search, knowledge: Knowledge | None = None) -> list[Candidate]:
    """The missions asked for, sorted, ties by id; those that may not be known among them.

    The graph filters by place, giver, status, risk and setting, beginning where it has an
    index; times and memberships are decided here, three-valued.
    """
    found = candidates(inquiry, asked, knowledge)
    if asked.clock == "real":
        found = _played(inquiry, asked, found)
    else:
        found = _told_within(inquiry, asked, found)
    if asked.at_time is not None:
        found = _begun(inquiry, asked.at_time, found)
    return in_order(inquiry, asked.sort_by, found)


def best_paid(inquiry: Inquiry, asked: Search, limit: int) -> list[Candidate] | None:
    """The `limit` missions that pay best and one more, of which the graph reads no others.

    None where more than the missions' own fields decides (an earlier record too), or where
    payouts are in several currencies and nobody asked for their order.
    """
    if asked.sort_by != "payout" or asked.at_time is not None or asked.given.keys() - OWN:
        return None
    if inquiry.as_of is not None:
        return None
    filters = own_filters(inquiry, asked.given)
    currencies = [row["currency"] for row in inquiry.ask("lore/mission_currencies", **filters)]
    if warn_of_currencies(inquiry, currencies) and not asked.insists:
        return None
    rows = inquiry.ask("lore/missions_best_paid", limit=limit + 1, **filters)
    return grouped(inquiry, rows)


def mission_statuses(inquiry: Inquiry, asked: Search) -> LoreAnswer:
    """The missions asked for as id, name and status."""
    found = search(inquiry, asked)
    nodes = instances(inquiry, [mission.id for mission in found])
    missions = [nodes[mission.id] for mission in found if mission.id in nodes]
    return inquiry.answer(
        ("id", "name", "status"), ((m.id, m.name, m.properties.get("status")) for m in missions)
    )


def in_order(inquiry: Inquiry, sort_by: str, found: Iterable[Candidate]) -> list[Candidate]:
    """Highest or newest first, texts ascending, null last, ties by id."""
    missions = sorted(found, key=lambda mission: mission.id)
    known = [mission for mission in missions if mission.sorted_by is not None]
    if sort_by in NEWEST and all(isinstance(mission.sorted_by, str) for mission in known):
        ranks = dict(newest_first({mission.sorted_by for mission in known}, inquiry.clock()))
        known.sort(key=lambda mission: ranks[mission.sorted_by])
    else:
        known.sort(key=lambda mission: mission.sorted_by, reverse=sort_by not in ASCENDING)
    return [*known, *(mission for mission in missions if mission.sorted_by is None)]


def warn_of_currencies(inquiry: Inquiry, currencies: Iterable[str | None]) -> bool:
    """Whether amounts are in several currencies, so that no order of theirs means much."""
    several = sorted({currency for currency in currencies if currency})
    if len(several) > 1:
        inquiry.warnings.append(f"several_currencies:{','.join(several)}")
    return len(several) > 1


def _told_within(inquiry: Inquiry, asked: Search, found: list[Candidate]) -> list[Candidate]:
    """Missions whose time certainly shares a day with the window; the undecided are counted."""
    since, until = asked.given.get("since"), asked.given.get("until")
    if since is None and until is None:
        return found
    windows: dict[str | None, tuple[When, When]] = {}
    inside = []
    for mission in found:
        home = mission.setting_id
        clock = inquiry.clock(home)
        if home not in windows:
            windows[home] = fiction_window(inquiry, clock, since, until)
        meets = clock.time_windows_overlap(mission.started, mission.ended, *windows[home])
        inquiry.undecided += meets.value is None
        if meets.value:
            inside.append(mission)
    return inside


def _played(inquiry: Inquiry, asked: Search, found: list[Candidate]) -> list[Candidate]:
    """Missions whose logged steps fall into the window, from the first to the last of them."""
    since, until = real_window(asked.given.get("since"), asked.given.get("until"))
    if since is None and until is None and asked.sort_by not in NEWEST:
        return found
    rows = inquiry.ask(
        "lore/mission_spans", mission_ids=[m.id for m in found], since=since, until=until
    )
    spans = {row["mission_id"]: row for row in rows}
    if asked.sort_by in NEWEST:
        found = [replace(m, sorted_by=spans.get(m.id, {}).get(asked.sort_by)) for m in found]
    windowed = since is not None or until is not None
    return [mission for mission in found if mission.id in spans or not windowed]


def _begun(inquiry: Inquiry, at_time: str, found: list[Candidate]) -> list[Candidate]:
    return kept(
        (mission, inquiry.clock(mission.setting_id).time_in_window(at_time, mission.started, None))
        for mission in found
    )
