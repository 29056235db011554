from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .below import place_and_parts
from .campaign_rows import side_at, sides_of
from .filters import Clock, checked_limit, clock_named, filters, one_of, word, words
from .inquiry import Inquiry
from .instances import CAMPAIGNS, instances, instances_of, relations_of, types_logged_in
from .row_times import played_rows, time_counts, told_rows

FILTERS = (
    *("faction", "campaign", "location", "event_type", "outcome", "since", "until"),
    "battle_name",
)
NEWEST = "in_fiction_time"
SORTS = (NEWEST, "army_size", "casualties")
COLUMNS = (
    *("id", "campaign_id", "campaign_name", "event_type", "battle_id", "in_fiction_time"),
    *("faction_id", "side", "location_id", "army_size", "casualties", "outcome"),
)


def list_campaign_events(
    bench: AsksWorld,
    filter_by: Mapping[str, Any] | None = None,
    sort_by: str = NEWEST,
    limit: int | None = None,
    *,
    clock: str = "fiction",
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Rows of the campaign log, one a faction that took part: a battle has several.

    `filter_by` is of the row: faction, campaign, location (or a part of it), event_type,
    outcome (win, loss or draw, for the row's faction), battle_name, since and until (the row's
    time is certainly within them; a time or `{"years_ago": n}`). The name of the campaign and
    the side of the faction at that time come from the graph.

    Columns: id, campaign_id, campaign_name, event_type, battle_id, in_fiction_time, faction_id,
    side, location_id, army_size, casualties, outcome. Newest first in the story; by army_size
    or casualties the highest first, null last; ties by id; `meta.truncated` says that `limit`
    left rows out. With `clock="real"`, since and until are real dates and the newest is the
    last played. Both stores are needed (StoreUnavailable). BadInput for a filter, order or name
    there is not.

    Source: lore engine, storage strategy v1.2, `list_campaign_events`; public design.
    """
    given = filters(filter_by, FILTERS)
    by, told_by = one_of("sort_by", sort_by, SORTS), clock_named(clock)
    most = checked_limit(limit)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    where = _where(inquiry, given)
    one_more = None if most is None else most + 1  # tells whether the limit cuts anything
    chosen = _chosen(inquiry, where, given, (by, told_by, one_more))
    rows = list(inquiry.ask("lore/campaign_events", **where, **chosen))
    inquiry.truncated = most is not None and len(rows) > most
    return inquiry.answer(COLUMNS, _with_graph(inquiry, rows[:most]))


def _where(inquiry: Inquiry, given: Mapping[str, Any]) -> dict[str, Any]:
    """The filters of the row as the statements take them, ids in place of names."""
    factions = [inquiry.entity(word(given, "faction")).id] if "faction" in given else None
    places = None
    if "location" in given:
        places = place_and_parts(inquiry, inquiry.entity(word(given, "location")))
    texts = {"event_type": "event_types", "outcome": "outcomes", "battle_name": "battle_names"}
    return {
        "campaigns": _campaigns(inquiry, given),
        "factions": factions,
        "locations": places,
        **{plural: words(given, name) for name, plural in texts.items()},
    }


def _campaigns(inquiry: Inquiry, given: Mapping[str, Any]) -> list[str] | None:
    """Those that are named, of the question's setting; None: all."""
    wanted = [inquiry.entity(one).id for one in words(given, "campaign") or ()]
    if inquiry.setting is None:
        return wanted if "campaign" in given else None
    there = [one.id for one in instances_of(inquiry, types_logged_in(inquiry, CAMPAIGNS))]
    return [one for one in there if one in wanted] if "campaign" in given else there


def _chosen(
    inquiry: Inquiry,
    where: Mapping[str, Any],
    given: Mapping[str, Any],
    order: tuple[str, Clock, int | None],
) -> dict[str, Any]:
    """Window, order and limit of the rows; times are only read where they decide something."""
    sort_by, clock, limit = order
    window = given.get("since"), given.get("until")
    if clock == "real":
        newest = "occurred_at" if sort_by == NEWEST else sort_by
        return {**played_rows(window), "sort_by": newest, "limit": limit}
    if sort_by != NEWEST and window == (None, None):
        return {"sort_by": sort_by, "limit": limit}
    counts = time_counts(inquiry, "lore/campaign_event_times", where)
    needed = limit if sort_by == NEWEST else None
    return {
        **told_rows(inquiry, counts, window, limit=needed),
        "sort_by": sort_by,
        "limit": limit,
    }


def _with_graph(inquiry: Inquiry, rows: list[dict[str, Any]]) -> list[list[Any]]:
    """The rows in `COLUMNS`, with what the graph knows of their campaigns."""
    ids = sorted({row["campaign_id"] for row in rows})
    named = instances(inquiry, ids)
    sides = sides_of(relations_of(inquiry, ids, "INVOLVES"))
    found = []
    for row in rows:
        campaign = named.get(row["campaign_id"])
        musters = [m for m in sides[row["campaign_id"]] if m.to_id == row["faction_id"]]
        told = {
            **row,
            "campaign_name": campaign.name if campaign else None,
            "side": side_at(inquiry.clock(), musters, row["in_fiction_time"]),
        }
        found.append([told[name] for name in COLUMNS])
    return found
