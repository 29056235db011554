from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .filters import checked_limit, clock_named, filters, one_of
from .holding import check_times
from .inquiry import Inquiry
from .knowledge import Knowledge
from .mission_candidates import FILTERS, SORTS, Candidate, Search
from .mission_rows import COLUMNS, mission_rows
from .mission_search import best_paid, search, warn_of_currencies
from .seen_logs import knowledge_of, seen_instances


def list_missions(
    bench: AsksWorld,
    filter_by: Mapping[str, Any] | None = None,
    sort_by: str | None = None,
    limit: int | None = None,
    at_time: str | None = None,
    as_npc: str | None = None,
    *,
    clock: str = "fiction",
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Missions with their steps and trades: the graph chooses, the logs tell.

    A mission is an instance of any template that logs into `mission_log`. `filter_by` takes
    faction (the giver was in it, or in a sub-faction, when the mission started), location (a
    target is it or a part of it), giver, status, risk, setting_id, id, since and until (its time
    certainly shares a day with them; a time or `{"years_ago": n}`). `at_time` leaves out what
    had not begun by then; with `as_npc` it is when that person is asked (default: now), and only
    what the person may know comes back.

    Columns: id, name, status, payout, currency, risk, giver_id, faction_ids[] (those that the
    filter would take), target_ids[], started, ended, steps[] by step number, trades[] by time,
    certainty `true` or `unknown`. Highest payout first where nothing else is asked, times newest
    first, texts ascending, null last, ties by id. Payouts in several currencies are a warning,
    and come by id unless `sort_by="payout"` insists. With `clock="real"`, since and until are
    real dates, a mission's time is that of its steps, and trades are in real order.

    Without the relational store, steps and trades are None, with a warning. StoreUnavailable
    without the graph; BadInput, TimeSyntaxError for a filter, order, name or time there is not.
    Source: lore engine, storage strategy v1.2, `list_missions`; public design.
    """
    given = filters(filter_by, FILTERS)
    by, told_by = one_of("sort_by", sort_by or "payout", SORTS), clock_named(clock)
    asked = Search(given, by, told_by, at_time, insists=sort_by is not None)
    most = checked_limit(limit)
    check_times(at_time)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    knowledge = knowledge_of(inquiry, as_npc, at_time)
    found = _found(inquiry, asked, knowledge, most)
    rows = mission_rows(inquiry, found[:most], told_by, knowledge)
    inquiry.truncated = len(found) > len(rows)
    inquiry.undecided += sum(row["certainty"] == "unknown" for row in rows)
    return inquiry.answer(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


def _found(
    inquiry: Inquiry, asked: Search, knowledge: Knowledge | None, most: int | None
) -> list[Candidate]:
    if most is not None and knowledge is None:
        best = best_paid(inquiry, asked, most)
        if best is not None:
            return best
    found = seen_instances(knowledge, search(inquiry, asked, knowledge))
    if asked.sort_by != "payout":
        return found
    several = warn_of_currencies(inquiry, (mission.currency for mission in found))
    return sorted(found, key=lambda one: one.id) if several and not asked.insists else found
