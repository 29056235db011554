"""The atlas as one block of bytes for the browser; `planes/atlas.mjs` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..wire import Column, pack
from .model import DOOR_STATES, Atlas
from .routes import label, routes

_WAYS = ("", "forward", "backward", "both")
_REACHABLE = ("false", "true", "unknown")


def packed(atlas: Atlas, asked: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """`asked` are the statements that the atlas was read with, for the reader to see."""
    columns: dict[str, Column] = {}
    for rows in _tables(atlas).values():
        columns |= rows
    columns["door_marks"] = atlas.moving.doors.reshape(-1)
    columns["stay_marks"] = atlas.moving.stays.reshape(-1)
    columns["life_marks"] = atlas.moving.lives.reshape(-1)
    return pack(_meta(atlas, asked), columns)


def _meta(atlas: Atlas, asked: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "now": atlas.now,
        "setting": atlas.setting,
        "known_as": atlas.known_as,
        "known_name": atlas.known_name,
        "known_at": atlas.known_at,
        "left_out": dict(atlas.left_out),
        "states": list(DOOR_STATES),
        "has_ways": bool(atlas.ways) or len(atlas.planes) < 2,
        "bands": [band._asdict() for band in atlas.bands],
        "asked": list(asked),
    }


def _tables(atlas: Atlas) -> dict[str, dict[str, Column]]:
    planes = {plane.id: at for at, plane in enumerate(atlas.planes)}
    beings = {being.id: at for at, being in enumerate(atlas.beings)}
    return {
        "planes": _plane_columns(atlas),
        "doors": _door_columns(atlas, planes),
        "moments": _moment_columns(atlas),
        "beings": _being_columns(atlas),
        "stays": _stay_columns(atlas, planes, beings),
        "relations": _relation_columns(atlas, planes | {b: -1 - at for b, at in beings.items()}),
        "ways": _way_columns(atlas, planes),
    }


def _plane_columns(atlas: Atlas) -> dict[str, Column]:
    rows = atlas.planes
    texts = {
        f"plane_{name}": _texts(getattr(row, name) for row in rows)
        for name in ("id", "name", "kind", "setting", "summary")
    }
    sizes = {
        f"plane_{name}": _floats(getattr(row, name) for row in rows)
        for name in ("x", "y", "width", "height")
    }
    return {**texts, **sizes}


def _door_columns(atlas: Atlas, planes: Mapping[str, int]) -> dict[str, Column]:
    rows = atlas.doors
    names = ("id", "type", "via", "valid_from", "valid_until", "secrecy")
    return {
        **{f"door_{name}": _texts(getattr(row, name) for row in rows) for name in names},
        "door_source": _numbers("u4", (planes[row.source] for row in rows)),
        "door_target": _numbers("u4", (planes[row.target] for row in rows)),
        "door_ways": _numbers("u1", (_WAYS.index(row.ways) for row in rows)),
        "door_cost": np.array([row.cost for row in rows], "f8"),
        "door_label": [label(row) for row in rows],
        "door_route": _floats(
            number for route in routes(atlas.planes, rows) for number in route
        ),  # eight a door: start, control, end, label
    }


def _moment_columns(atlas: Atlas) -> dict[str, Column]:
    rows = atlas.moments
    return {
        **{
            f"moment_{name}": _texts(getattr(row, name) for row in rows)
            for name in ("time", "axis", "root", "apart")
        },
        "moment_place": _floats(row.place for row in rows),
        "moment_state": _numbers("u4", atlas.state_of),
    }


def _being_columns(atlas: Atlas) -> dict[str, Column]:
    rows = atlas.beings
    names = ("id", "name", "label", "summary", "born", "died")
    return {
        **{f"being_{name}": _texts(getattr(row, name) for row in rows) for name in names},
        "being_placed": _numbers("u1", (row.placed for row in rows)),
    }


def _stay_columns(
    atlas: Atlas, planes: Mapping[str, int], beings: Mapping[str, int]
) -> dict[str, Column]:
    rows = atlas.stays
    names = ("basis", "edge", "valid_from", "valid_until")
    return {
        **{f"stay_{name}": _texts(getattr(row, name) for row in rows) for name in names},
        "stay_being": _numbers("u4", (beings[row.entity] for row in rows)),
        "stay_plane": _numbers("u4", (planes[row.plane] for row in rows)),
    }


def _relation_columns(atlas: Atlas, ends: Mapping[str, int]) -> dict[str, Column]:
    """Ends: the number of a plane, or -1 less the number of a being."""
    rows = atlas.relations
    names = ("id", "type", "valid_from", "valid_until")
    return {
        **{f"relation_{name}": _texts(getattr(row, name) for row in rows) for name in names},
        "relation_source": _numbers("i4", (ends[row.source] for row in rows)),
        "relation_target": _numbers("i4", (ends[row.target] for row in rows)),
    }


def _way_columns(atlas: Atlas, planes: Mapping[str, int]) -> dict[str, Column]:
    """Those that there are or may be; of all others the browser knows that there is none."""
    rows = [(*key, way) for key, way in atlas.ways.items() if way.reachable != "false"]
    return {
        "way_state": _numbers("u4", (state for state, _, _, _ in rows)),
        "way_start": _numbers("u4", (planes[start] for _, start, _, _ in rows)),
        "way_goal": _numbers("u4", (planes[goal] for _, _, goal, _ in rows)),
        "way_reachable": _numbers("u1", (_REACHABLE.index(way.reachable) for *_, way in rows)),
        "way_cost": np.array([way.cost for *_, way in rows], "f8"),
        "way_legs": _texts(",".join(map(str, way.legs)) for *_, way in rows),
    }


def _texts(values: Iterable[object]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _floats(values: Iterable[float]) -> Column:
    return np.array(list(values), "f4")


def _numbers(kind: str, values: Iterable[int]) -> Column:
    return np.array(list(values), kind)
