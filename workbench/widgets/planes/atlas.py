"""An atlas from what questions about a world gave: who was where at each moment, which doors
were open, and the cheapest ways where they are few enough to be worked out beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ...core.lore import EdgeRecord
from ...core.lore.plane_map import WRONG_DIRECTION, PlaneMap
from ...core.lore.plane_windows import decided
from ...core.lore.planes import Crossing
from ...core.time import Chronology
from .layout import HEIGHT, placed, width_of
from .model import (
    CERTAIN,
    CERTAINTIES,
    MAYBE,
    NO,
    Atlas,
    Being,
    Door,
    Marks,
    Moving,
    Plane,
    Relation,
    Stay,
    Way,
)
from .moments import bands, set_out

MOST_WAYS = 12_000  # pairs of planes times states of the doors: about two seconds of searching

Row = Mapping[str, Any]


class PlaneNode(NamedTuple):
    """A plane as it is read; `setting` is "" where no setting has it."""

    id: str
    name: str
    kind: str = ""
    setting: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Gathered:
    """What an atlas is made of.

    `edges` are all relations between planes, `plane_map` those that one travels. `rows_at`
    gives, for a time, the rows of `entities_on_plane` of every plane, each with `plane_id`.
    `axes` are in the order in which they are shown. `told` are other fields of the Atlas.
    """

    planes: Sequence[PlaneNode]
    edges: Sequence[EdgeRecord]
    plane_map: PlaneMap
    clock: Chronology
    axes: list[str]
    times: Sequence[str]
    now: str
    rows_at: Callable[[str], Iterable[Row]]
    beings: Sequence[Being] = ()
    relations: Sequence[Relation] = ()
    era_names: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, Any] = field(default_factory=dict)


def atlas_of(found: Gathered) -> Atlas:
    """The atlas; its moments are the times that can be placed, `now` among them."""
    moments = set_out(found.clock, [found.now, *found.times], found.axes)
    times = [moment.time for moment in moments]
    doors = doors_of(found)
    stays, marks = _stays(found, times)
    states = np.array([door_marks(found, doors, time) for time in times], np.uint8)
    states = states.reshape(len(times), len(doors))
    moving = Moving(states, marks, lives(found.clock, found.beings, times))
    state_of = _numbered(states.tolist())
    ways = _ways(found, doors, times, state_of)
    left_out = dict(found.left_out)
    if ways is None:
        left_out["ways"] = f"ways, of {max(state_of) + 1} states of {len(doors)} doors"
    return Atlas(
        planes=_planes(found),
        doors=doors,
        moments=moments,
        bands=bands(found.clock, moments, found.era_names),
        beings=found.beings,
        stays=stays,
        moving=moving,
        relations=found.relations,
        ways=ways or {},
        state_of=state_of,
        now=_place_of(found, times),
        left_out=left_out,
        **found.told,
    )


def doors_of(found: Gathered) -> list[Door]:
    """By id, each with the ways that its relation and its own direction allow.

    `via` is a name where it is the id of a being.
    """
    names = {being.id: being.name for being in found.beings}
    wrong = (found.plane_map.states(found.now, found.clock) == WRONG_DIRECTION).tolist()
    travelled = _travelled(found.plane_map)
    doors = []
    for edge in sorted(found.edges, key=lambda edge: edge.edge_id):
        at = travelled.get(edge.edge_id)
        if at is None:
            doors.append(_door(edge, names, "", 0.0))
            continue
        ways = {(False, False): "both", (False, True): "forward", (True, False): "backward"}
        cost = found.plane_map.toll(found.plane_map.costs[2 * at])
        doors.append(_door(edge, names, ways[wrong[2 * at], wrong[2 * at + 1]], cost))
    return doors


def door_marks(found: Gathered, doors: Sequence[Door], time: str) -> list[int]:
    """Of each door, its place in STATES at a time, whichever way one would go."""
    legs = found.plane_map.states(time, found.clock)
    travelled = _travelled(found.plane_map)
    marks = []
    for door in doors:
        at = travelled.get(door.id)
        if at is None:
            window = (door.valid_from, door.valid_until)
            marks.append(int(decided(time, window, found.clock)))
            continue
        forward, backward = int(legs[2 * at]), int(legs[2 * at + 1])
        marks.append(backward if forward == WRONG_DIRECTION else forward)
    return marks


def lives(clock: Chronology, beings: Sequence[Being], times: Sequence[str]) -> Marks:
    """By time and being: CERTAIN where its dates hold or it has none, MAYBE where nobody can
    say, NO where it had not begun or had ended."""
    dated = [at for at, being in enumerate(beings) if being.born or being.died]
    marks = np.ones((len(times), len(beings)), np.uint8)
    for row, time in enumerate(times):
        for at in dated:
            being = beings[at]
            held = clock.time_windows_overlap(time, time, being.born, being.died)
            marks[row, at] = {True: CERTAIN, None: MAYBE, False: NO}[held.value]
    return marks


def stays_of(rows: Iterable[Row]) -> dict[Stay, int]:
    """Rows of who is where, as stays with the number of their certainty."""
    return {
        Stay(
            row["entity_id"],
            row["plane_id"],
            row["basis"],
            row["edge_id"],
            row["valid_from"],
            row["valid_until"],
        ): CERTAINTIES.index(row["certainty"])
        for row in rows
    }


def _travelled(plane_map: PlaneMap) -> dict[str, int]:
    """By edge id, its number on the map: those that somebody travels."""
    return {edge.edge_id: at for at, edge in enumerate(plane_map.edges)}


def _door(edge: EdgeRecord, names: Mapping[str, str], ways: str, cost: float) -> Door:
    via = edge.props.get("via") or edge.props.get("border") or edge.props.get("fidelity") or ""
    via = names.get(via, via)
    return Door(
        edge.edge_id,
        edge.type,
        edge.from_id,
        edge.to_id,
        ways,
        cost,
        str(via),
        edge.valid_from,
        edge.valid_until,
        edge.secrecy,
    )


def _planes(found: Gathered) -> list[Plane]:
    names = {plane.id: plane.name for plane in found.planes}
    places = placed(names, [(edge.from_id, edge.to_id) for edge in found.edges])
    return [
        Plane._make([*plane, *places[plane.id].tolist(), width_of(plane.name), HEIGHT])
        for plane in sorted(found.planes)
    ]


def _stays(found: Gathered, times: Sequence[str]) -> tuple[list[Stay], Marks]:
    at_times = [stays_of(found.rows_at(time)) for time in times]
    stays = sorted({stay for there in at_times for stay in there}, key=_order)
    number = {stay: at for at, stay in enumerate(stays)}
    marks = np.zeros((len(times), len(stays)), np.uint8)
    for row, there in enumerate(at_times):
        for stay, certainty in there.items():
            marks[row, number[stay]] = certainty
    return stays, marks


def _order(stay: Stay) -> tuple[str, ...]:
    return stay.plane, stay.entity, stay.basis, stay.edge


def _place_of(found: Gathered, times: Sequence[str]) -> int:
    """Where `now` stands; the first moment where nobody can place it."""
    return times.index(found.now) if found.now in times else 0


def _numbered(states: list[list[int]]) -> list[int]:
    """Of each moment, the number of the state of all its doors, in order of their first time."""
    numbers: dict[tuple[int, ...], int] = {}
    return [numbers.setdefault(tuple(state), len(numbers)) for state in states]


def _ways(
    found: Gathered, doors: Sequence[Door], times: Sequence[str], state_of: Sequence[int]
) -> dict[tuple[int, str, str], Way] | None:
    """None where they would be too many."""
    first = {state: at for at, state in reversed(list(enumerate(state_of)))}
    planes = [plane.id for plane in found.planes]
    if len(first) * len(planes) ** 2 > MOST_WAYS:
        return None
    number = {door.id: at for at, door in enumerate(doors)}
    ways = {}
    for state, at in first.items():
        legs = found.plane_map.states(times[at], found.clock)
        for start in planes:
            for goal in planes:
                if start != goal:
                    way = _way(Crossing(found.plane_map, legs, start, goal), number)
                    ways[state, start, goal] = way
    return ways


def _way(crossing: Crossing, number: Mapping[str, int]) -> Way:
    legs = crossing.legs(crossing.way)
    gone: tuple[int, ...] = ()
    if all(leg.edge.edge_id in number for leg in legs):
        gone = tuple(2 * number[leg.edge.edge_id] + (leg.direction == "backward") for leg in legs)
    return Way(crossing.reachable, crossing.cost, gone)
