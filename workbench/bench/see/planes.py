"""The planes of a world, to be looked at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...core.answer import Step
from ...core.errors import BadInput
from ...core.protocols import AsksWorld
from ...core.time import Unresolved, parse_time
from ...tools import lore
from ...tools.lore.inquiry import Inquiry
from ...widgets.planes.atlas import atlas_of
from ...widgets.planes.model import Atlas
from ...widgets.planes.widget import PlaneExplorer
from .plane_reading import gathered, knowledge_of
from .remembered import Known, Remembered

if TYPE_CHECKING:
    from ..bench import Bench

MOMENTS = 240


def planes(
    bench: Bench | AsksWorld | None,
    setting: str | None = None,
    at: str = "current",
    as_npc: str | None = None,
    *,
    as_of: str | datetime | None = None,
    moments: int = MOMENTS,
) -> PlaneExplorer:
    """The planes of a setting and those next to them (None: all), shown first `at` a time.

    The slider has the times at which a relation between planes or a stay begins or has ended,
    and the bounds of eras; at most `moments` of them, the summary says how many were left out.
    `as_npc` shows what a character knows at that time and holds nothing else; `as_of` is the
    real time of the record.

    BadInput without a bench, for a setting, a character or a time that the world does not have;
    TimeSyntaxError for what is no canonical time.
    """
    if bench is None:
        raise BadInput("planes are read from a bench that holds a world: bench.see.planes()")
    asked = PlaneQuestions(bench, setting, as_of, moments)
    return PlaneExplorer(asked.atlas(at, as_npc), asked)


class PlaneQuestions:
    """What a view of planes asks, of one setting, for whoever knows what was asked for last."""

    def __init__(
        self, bench: AsksWorld, setting: str | None, as_of: str | datetime | None, moments: int
    ) -> None:
        self.trace: list[Step] = []
        self._bench, self._setting, self._as_of, self._moments = bench, setting, as_of, moments
        self._remembered = Remembered(bench, self.trace)
        self._asks = self._remembered
        self._times: dict[str, None] = {}
        self._shown: frozenset[str] = frozenset()

    def atlas(self, time: str, npc: str | None) -> Atlas:
        """As `widget.Asked` says; times asked for stay among the moments.

        What cannot be shown changes nothing: cards and ways stay those of the atlas before.
        """
        if self._remembered.world().stamp != self._bench.world().stamp:
            self._remembered = Remembered(self._bench, self.trace)
        now = self._placed(time)
        knowledge, asks, times = None, self._remembered, {**self._times, now: None}
        if npc is not None:
            knowledge = knowledge_of(Inquiry.open(self._remembered, as_of=self._as_of), npc, now)
            asks = Known(self._remembered, shows=knowledge.shows)
        inquiry = Inquiry.open(asks, setting=self._setting, as_of=self._as_of)
        found = gathered(inquiry, [*times], now, self._moments, knowledge)
        atlas = atlas_of(found)
        self._asks, self._times = asks, times
        self._shown = frozenset(being.id for being in found.beings)
        return atlas

    def path(
        self, start: str, goal: str, time: str, max_cost: float | None = None
    ) -> dict[str, Any]:
        """The rows and facts of `plane_path`, with the two next cheapest ways."""
        found = lore.plane_path(
            self._asks, start, goal, time, max_cost=max_cost, alternatives=2, as_of=self._as_of
        )
        return {**found.meta.facts, "legs": list(found)}

    def card(self, entity: str, time: str) -> dict[str, Any]:
        """`context` (a row of `entity_context`), `planes` at that time, and the `timeline`."""
        if entity not in self._shown:
            raise BadInput(f"expected an entity of this view, saw {entity!r}")
        asks, as_of = self._asks, self._as_of
        context = lore.entity_context(asks, entity, time, as_of=as_of)
        there = lore.entity_planes_at_time(asks, entity, time, include_derived=True, as_of=as_of)
        told = lore.timeline(asks, entity, as_of=as_of)
        return {"context": context.rows[0], "planes": list(there), "timeline": list(told)}

    def _placed(self, time: str) -> str:
        """The time as it is written out; `current` is the setting's own."""
        parse_time(time)
        inquiry = Inquiry.open(self._remembered, setting=self._setting)
        if inquiry.nowhere:
            known = ", ".join(inquiry.world.settings) or "none"
            raise BadInput(f"setting: expected one of {known}, saw {self._setting!r}")
        extent = inquiry.clock().extent(time)
        if isinstance(extent, Unresolved):
            raise BadInput(f"at: expected a time of this world, saw {extent.why}")
        return extent.text
