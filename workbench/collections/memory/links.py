"""Links between facts and entities: the edges of the collection that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

import numpy as np

from ...core.collections.records import Change, Edges
from ...core.errors import BadInput
from ...core.values import Edge
from ..given.points import payload_text
from ..mirrors.mirror import Mirror
from .area import Area
from .fact import NAME
from .naming import named, trimmed

RELATED = "related_to"
_LABEL = 256  # bytes

Link = int | str | tuple[str, int | str]  # to an id or a text, perhaps with a label before it


class Wanted(NamedTuple):
    """An edge to store, from id to id."""

    source: int
    label: str
    target: int
    properties: Mapping[str, Any] = {}


def wanted(source: int, links: Iterable[Link]) -> list[Wanted]:
    """Links from a point; BadInput for what is none."""
    if isinstance(links, str):
        raise BadInput(f"links: expected several ids or texts, saw one text {links!r:.60}")
    return [_wanted(source, link) for link in links]


def _wanted(source: int, link: Link) -> Wanted:
    pair = link if isinstance(link, tuple) else (RELATED, link)
    if len(pair) != 2:
        raise BadInput(f"links: expected an id, a text, or (label, id or text), saw {link!r:.60}")
    return Wanted(source, label_of(pair[0]), named(pair[1]))


def label_of(label: str) -> str:
    return trimmed(label, "label", most=_LABEL)


def edges(
    area: Area,
    mirror: Mirror,
    given: Iterable[Wanted],
    *,
    new: Iterable[int] = (),
    gone: Iterable[int] = (),
) -> Edges:
    """The edges as they are stored, those left out that are there already.

    Ends are live points or `new` ones; BadInput names an end that is neither. Edges at points
    that the same change removes, `gone`, are not there any more.
    """
    stored = {(w.source, w.label, w.target): w for w in given}
    known, taken = set(new), mirror.edges.table
    for source, label, target in stored:
        for end in (source, target):
            if end not in known and area.position(mirror, end) < 0:
                raise BadInput(f"{source} {label} {target}: nothing is remembered as {end}")
    there, left = _standing(mirror, {source for source, _, _ in stored}), set(gone)
    fresh = [
        one
        for triple, one in stored.items()
        if triple not in there or not left.isdisjoint((one.source, one.target))
    ]
    first = int(taken.ids[taken.alive].max(initial=0)) + 1
    return Edges(
        list(range(first, first + len(fresh))),
        [one.source for one in fresh],
        [one.target for one in fresh],
        [one.label for one in fresh],
        [payload_text(one.properties, first + at) for at, one in enumerate(fresh)],
    )


def _standing(mirror: Mirror, sources: set[int]) -> dict[tuple[int, str, int], int]:
    """The ids of the edges that begin at some points, by source, label and target."""
    return {
        (int(mirror.edges.sources[at]), _label(mirror, at), int(mirror.edges.targets[at])): int(
            mirror.edges.table.ids[at]
        )
        for source in sources
        for at in _edges_at(mirror, source, outgoing=True)
    }


def _edges_at(mirror: Mirror, id: int, *, outgoing: bool) -> list[int]:
    """The positions of the edges that begin or end at a point, by ascending id."""
    at = mirror.points.position(id)
    if at < 0:
        return []
    ways = mirror.adjacency.out if outgoing else mirror.adjacency.into
    edges = ways.edges[ways.starts[at] : ways.starts[at + 1]]
    found: list[int] = edges[np.argsort(mirror.edges.table.ids[edges], kind="stable")].tolist()
    return found


def _label(mirror: Mirror, at: int) -> str:
    labels = mirror.edges.labels
    return str(labels.texts[labels.codes[at]])


def relate(
    area: Area, source: int, label: str, target: int, properties: Mapping[str, Any] | None
) -> int:
    """Store one edge, or the new properties of the one that is there: its id."""
    one = Wanted(source, label_of(label), target, properties or {})
    number = 0

    def change(mirror: Mirror) -> Change | None:
        nonlocal number
        new = edges(area, mirror, [one])
        if new:
            number = new.ids[0]
            return Change(edges=new)
        number = _standing(mirror, {source})[one[:3]]
        if properties is None:
            return None
        text = payload_text(properties, number)
        return Change(edges=Edges([number], [source], [target], [one.label], [text]))

    area.change(change)
    return number


def unrelate(area: Area, source: int, target: int, label: str | None) -> int:
    """Remove the edges from one point to another, those of a label where one is given."""
    gone: list[int] = []

    def change(mirror: Mirror) -> Change | None:
        for (_, called, to), number in _standing(mirror, {source}).items():
            if to == target and label in (None, called):
                gone.append(number)
        return Change(dropped_edges=gone) if gone else None

    area.change(change)
    return len(gone)


def edge_at(mirror: Mirror, at: int) -> Edge:
    """A stored edge as a value."""
    rows = mirror.edges
    return Edge(
        str(rows.sources[at]),
        _label(mirror, at),
        str(rows.targets[at]),
        rows.table.payload(at),
        id=str(rows.table.ids[at]),
    )


def edges_of_point(area: Area, mirror: Mirror, id: int) -> Iterator[Edge]:
    """The edges at a point, those from it first, each by ascending id; none to what expired."""
    live = area.live(mirror)
    for outgoing in (True, False):
        for at in _edges_at(mirror, id, outgoing=outgoing):
            ends = mirror.edges.targets if outgoing else mirror.edges.sources
            other = int(ends[at])
            if live[mirror.points.position(other)] and (outgoing or other != id):
                yield edge_at(mirror, at)


def near_names(area: Area, mirror: Mirror, name: str) -> list[str]:
    """The names of entities that look like one."""
    column = mirror.points.column((NAME,))
    there = [n for n, live in zip(column.values(), area.live(mirror), strict=True) if n and live]
    return get_close_matches(name, there, 3)
