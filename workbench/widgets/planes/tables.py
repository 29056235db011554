"""What the map shows, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.answer import Step
from ...core.values import Rows
from .model import Atlas, Door
from .still import told

COLUMNS = ("what", "id", "name", "where", "state", "valid_from", "valid_until")


def at_moment(atlas: Atlas, moment: int) -> Rows:
    """Planes, relations, then who is where at a moment; last those that no record places.

    `where` is the plane of a stay, both ends of a relation; `state` how many are on a plane,
    whether a relation is open, how sure and by which basis a stay is.
    """
    return Rows(
        COLUMNS,
        [
            *_planes(atlas, moment),
            *_doors(atlas, moment),
            *_stays(atlas, moment),
            *_nowhere(atlas, moment),
        ],
    )


def statements(trace: Iterable[Step]) -> list[dict[str, Any]]:
    """Each statement once, in the order of its first run: how often, rows, milliseconds."""
    found: dict[str, dict[str, Any]] = {}
    for step in trace:
        seen = found.setdefault(
            step.statement,
            {"store": step.store, "statement": step.statement, "runs": 0, "rows": 0, "ms": 0.0},
        )
        seen["runs"] += 1
        seen["rows"] += step.rows
        seen["ms"] = round(seen["ms"] + step.ms, 1)
    return list(found.values())


def _planes(atlas: Atlas, moment: int) -> Iterable[tuple[Any, ...]]:
    counts = atlas.counts(moment)
    for plane in atlas.planes:
        state = told(counts[plane.id])
        yield "plane", plane.id, plane.name, plane.setting, state, None, None


def _doors(atlas: Atlas, moment: int) -> Iterable[tuple[Any, ...]]:
    states = atlas.door_states(moment)
    for door, state in zip(atlas.doors, states, strict=True):
        name = f"{door.type} {door.via}".strip()
        price = f", {door.cost:g} tolls" if door.ways else ", not travelled"
        ends = f"{door.source} {_arrow(door)} {door.target}"
        yield "relation", door.id, name, ends, state + price, door.valid_from, door.valid_until


def _arrow(door: Door) -> str:
    return {"forward": "→", "backward": "←", "both": "↔", "": "–"}[door.ways]


def _stays(atlas: Atlas, moment: int) -> Iterable[tuple[Any, ...]]:
    names = {being.id: being.name for being in atlas.beings}
    for stay, certainty in atlas.present(moment):
        sure = "certain" if certainty == "true" else "unknown"
        state = f"{sure}, {stay.basis.replace('_', ' ')}"
        window = (stay.valid_from, stay.valid_until)
        yield "presence", stay.entity, names[stay.entity], stay.plane, state, *window


def _nowhere(atlas: Atlas, moment: int) -> Iterable[tuple[Any, ...]]:
    names = {being.id: being for being in atlas.beings}
    lost, outside = atlas.nowhere(moment)
    for state, ids in (("no record places it", lost), ("outside its dates", outside)):
        for id in ids:
            being = names[id]
            yield "nowhere", id, being.name, None, state, being.born, being.died
