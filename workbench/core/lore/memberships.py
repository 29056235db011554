"""Who belonged to which faction at a time, by membership edges and those of sub-factions."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from itertools import combinations
from operator import and_, or_

from ..time import FALSE, TRUE, Chronology, Truth, unknown
from .edges import EdgeRecord
from .visibility import Chain, chains


class Memberships:
    """MEMBER_OF edges, added as they are read; members are persons and factions."""

    def __init__(self, clock: Chronology) -> None:
        self._clock = clock
        self._by_member: dict[str, dict[str, EdgeRecord]] = {}
        self._ways: dict[str, dict[str, list[Chain]]] = {}

    def add(self, edges: Iterable[EdgeRecord]) -> None:
        for edge in edges:
            self._by_member.setdefault(edge.from_id, {})[edge.edge_id] = edge
        self._ways.clear()

    @property
    def members(self) -> list[str]:
        """Everyone and every faction that was a member at some time, sorted."""
        return sorted(self._by_member)

    def belongs(self, member: str, faction: str, at: str | None) -> Truth:
        """Whether `member` was in the faction, or in a sub-faction of it, at some moment of `at`.

        A way up holds where its memberships share such a moment. Of no time, nothing is known.
        """
        ways = self._ways_up(member).get(faction, ())
        return reduce(or_, (self._holds(way, at) for way in ways), FALSE)

    def factions(self, member: str, at: str | None) -> list[str]:
        """The factions for which `belongs` is true, sorted."""
        return sorted(
            faction
            for faction, ways in self._ways_up(member).items()
            if ways[0][-1].to_label in ("", "Faction") and self.belongs(member, faction, at).value
        )

    def _holds(self, way: Chain, at: str | None) -> Truth:
        """Windows on a line that meet two by two meet all at once."""
        if at is None:
            return unknown("no time to ask for")
        windows = [*((edge.valid_from, edge.valid_until) for edge in way), (at, at)]
        meet = self._clock.time_windows_overlap
        return reduce(and_, (meet(*one, *other) for one, other in combinations(windows, 2)), TRUE)

    def _ways_up(self, member: str) -> dict[str, list[Chain]]:
        if member not in self._ways:
            self._ways[member] = chains(member, self._above(member))
        return self._ways[member]

    def _above(self, member: str) -> list[EdgeRecord]:
        """The edges that lead up from a member: `chains` looks at every edge it is given."""
        found, waiting, seen = list[EdgeRecord](), [member], {member}
        while waiting:
            edges = self._by_member.get(waiting.pop(), {}).values()
            found += edges
            waiting += {edge.to_id for edge in edges} - seen
            seen |= {edge.to_id for edge in edges}
        return found
