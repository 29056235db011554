"""The logs of a big world, as the files that a load reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .big_world import LAST_YEAR, BigWorld, good, write_lines

_FIRST = datetime(2026, 1, 4, 12, tzinfo=UTC)
_SOURCES = '["src_annals"]'
_STEPS = ("planned", "briefed", "infiltrated", "completed", "paid")
MISSION_COLUMNS = (
    *("id", "mission_id", "step_no", "step_type", "occurred_at", "in_fiction_time", "party"),
    *("location_id", "outcome", "notes", "sources"),
)
TRADE_COLUMNS = (
    *("id", "world_id", "lot_id", "item_id", "buyer_id", "seller_id", "quantity", "unit"),
    *("unit_price", "total_price", "occurred_at", "in_fiction_time", "location_id", "secrecy"),
    *("payload", "sources"),
)


def write_logs(world: BigWorld, folder: Path) -> None:
    """The log tables of a world: steps of missions, sales, events; all rows from their number."""
    steps = world.size.missions * len(_STEPS)
    trades = max(world.size.lots, int(world.size.log_rows * 0.7))
    events = max(0, world.size.log_rows - steps - trades)
    folder.mkdir(parents=True, exist_ok=True)
    moment = "2026-01-04T12:00:00Z"
    _write_csv(
        folder / "world.csv",
        ("id", "name", "current_era", "schema_version", "created_at"),
        [("wide", "The Wide World", f"noon.year_{LAST_YEAR}", "1.2", moment)],
    )
    _write_csv(folder / "mission_log.csv", MISSION_COLUMNS, _steps(world))
    _write_csv(folder / "trade_log.csv", TRADE_COLUMNS, _trades(world, trades))
    write_lines(folder / "lore_event.jsonl", _lore_events(world, events))


def _steps(world: BigWorld) -> Iterator[tuple[Any, ...]]:
    for at in range(world.size.missions):
        for number, step in enumerate(_STEPS, 1):
            row = at * len(_STEPS) + number
            moment = _moment(row)
            time = f"noon.year_{1 + at % LAST_YEAR}.month_{number}"
            yield (row, f"MSN-{at}", number, step, moment, time, "[]", "", "", "", _SOURCES)


def _trades(world: BigWorld, count: int) -> Iterator[tuple[Any, ...]]:
    people, places, factions = (world.ids[n] for n in ("Person", "Location", "Faction"))
    for at in range(count):
        price, place = 1 + at % 97, places[at % len(places)]
        buyer, seller = people[at % len(people)], factions[at % len(factions)]
        year, month = 1 + at % LAST_YEAR, 1 + at % 12
        yield (
            *(at + 1, "wide", f"LOT-{at % world.size.lots}", good(at % 200), buyer, seller),
            *(2, "marks", price, 2 * price, _moment(at), f"noon.year_{year}.month_{month}"),
            *(place, "public", '{"kind":"sold","quantity_unit":"crate"}', _SOURCES),
        )


def _lore_events(world: BigWorld, count: int) -> Iterator[dict[str, Any]]:
    for at in range(count):
        yield {
            "id": at + 1,
            "world_id": "wide",
            "event_type": "trade_completed",
            "entity_id": f"LOT-{at % world.size.lots}",
            "entity_type": "TradeLot",
            "occurred_at": _moment(at),
            "in_fiction_time": f"noon.year_{1 + at % LAST_YEAR}",
            "payload": {"n": at},
            "sources": ["src_annals"],
        }


def _moment(at: int) -> str:
    """Seconds apart, in the order of the rows."""
    return (_FIRST + timedelta(seconds=at)).isoformat()


def _write_csv(file: Path, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(columns)
        writer.writerows(rows)
