"""Numbered states of a whole memory, to which it can be put back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Definition
from ...core.collections.records import Change, Points
from ...core.errors import BadInput, VelesFailed
from ...core.values import Rows
from ..given.points import payload_text
from ..mirrors.mirror import Mirror
from .area import Area
from .packing import packed, unpacked

_PARTS = 2**32  # ids of a snapshot: its number times this, and on


class Snapshots:
    """What the areas held, kept in rows of one more collection.

    Taking one and going back to one are each a single transaction over all of them.
    """

    def __init__(self, name: str, areas: Sequence[Area]) -> None:
        self.name, self._areas = name, areas
        self._database, self._now = areas[0].database, areas[0].now
        if name not in self._database.definitions():
            try:
                self._database.create(Definition(name, "metadata"))
            except VelesFailed as error:
                if error.code != "VELES-001":  # another process may have made it meanwhile
                    raise

    def take(self, note: str = "") -> int:
        """Keep what is remembered now: the snapshot's number, above all that there are."""
        number = 0

        def change(mirrors: Mapping[str, Mirror]) -> Mapping[str, Change]:
            nonlocal number
            number = max(_numbers(mirrors[self.name]), default=0) + 1
            payloads = list(self._kept(number, note, mirrors))
            ids = [number * _PARTS + at for at in range(len(payloads))]
            return {self.name: Change(points=Points(ids, payloads))}

        self._database.change_together(self._names, change)
        return number

    def _kept(self, number: int, note: str, mirrors: Mapping[str, Mirror]) -> Iterator[str]:
        """Payloads: one that tells of the snapshot, then those with its parts."""
        counts = {area.name: mirrors[area.name].points.count for area in self._areas}
        head = {"snapshot": number, "taken_at": self._now(), "note": note, "points": counts}
        yield payload_text(head, number)
        for area in self._areas:
            for data in packed(mirrors[area.name]):
                part = {"snapshot": number, "collection": area.name, "data": data}
                yield payload_text(part, number)

    def go_back(self, number: int) -> None:
        """Put every area to what it held then; what came after is gone, snapshots stay.

        BadInput where there is no such snapshot.
        """

        def change(mirrors: Mapping[str, Mirror]) -> Mapping[str, Change]:
            payloads = mirrors[self.name].points.payloads(_of(number, mirrors[self.name]))
            parts: dict[str, list[str]] = {area.name: [] for area in self._areas}
            for payload in payloads[1:]:
                parts[payload["collection"]].append(payload["data"])
            return {name: unpacked(given, mirrors[name]) for name, given in parts.items()}

        self._database.change_together(self._names, change)

    def drop(self, number: int) -> None:
        """Forget one; BadInput where there is none of that number."""

        def change(mirror: Mirror) -> Change:
            return Change(dropped=mirror.points.ids[_of(number, mirror)].tolist())

        self._database.change(self.name, change)

    def table(self) -> Rows:
        """Number, when it was taken (Unix seconds), note and points of each, by number."""
        with self._database.reading():
            points = self._database.mirror(self.name).points
            order = points.order
            heads = points.payloads(order[points.ids[order] % _PARTS == 0])
        rows = [
            (head["snapshot"], head["taken_at"], head["note"], sum(head["points"].values()))
            for head in heads
        ]
        return Rows(("snapshot", "taken_at", "note", "points"), rows)

    @property
    def _names(self) -> list[str]:
        return [*(area.name for area in self._areas), self.name]


def _numbers(mirror: Mirror) -> set[int]:
    points = mirror.points
    return set((points.ids[points.alive] // _PARTS).tolist())


def _of(number: int, mirror: Mirror) -> NDArray[np.int64]:
    """The positions of a snapshot's rows, in order."""
    order = mirror.points.order
    found: NDArray[np.int64] = order[mirror.points.ids[order] // _PARTS == number]
    if not len(found):
        there = ", ".join(map(str, sorted(_numbers(mirror)))) or "none"
        raise BadInput(f"there is no snapshot {number!r}; there are: {there}")
    return found
