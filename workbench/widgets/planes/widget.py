"""PlaneExplorer: planes and the doors between them, through time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ...core.answer import Step
from ...core.errors import BadInput
from ...core.values import Rows
from ..picture import Picture
from ..view import Answers, View
from .model import Atlas
from .packing import packed
from .still import still
from .tables import at_moment, statements


class Asked(Protocol):
    """What a view asks while a kernel answers; `trace` is all that was asked so far."""

    trace: list[Step]

    def atlas(self, time: str, npc: str | None) -> Atlas:
        """The planes with a time among their moments, as a character knows them then, or all."""

    def path(
        self, start: str, goal: str, time: str, max_cost: float | None = None
    ) -> dict[str, Any]:
        """The cheapest way with its legs, what is blocked and why, the cut."""

    def card(self, entity: str, time: str) -> dict[str, Any]:
        """An entity in one row, and its timeline."""


class PlaneExplorer(View):
    """A map of planes, who is on them at the moment chosen, ways between them.

    `actions` hold what was chosen: `{do: "time", at}`, `{do: "path", start, goal}`; the last of
    each counts. What a character does not know is not in `data` when `as_npc` was given.
    """

    module = "planes"
    height = 680

    def __init__(self, atlas: Atlas, asked: Asked | None = None) -> None:
        self._asked = asked
        super().__init__(data=b"")
        self._show(atlas)

    @property
    def trace(self) -> tuple[Step, ...]:
        """Every statement that ran for this view, in order."""
        return tuple(self._asked.trace) if self._asked else ()

    @property
    def at(self) -> str:
        """The moment that is shown."""
        return self.atlas.moments[self._moment()].time

    def show(self, at: str) -> None:
        """Move to a moment; BadInput where it is not among those of the view."""
        if self.atlas.at(at) is None:
            raise BadInput(
                f"at: expected one of the {len(self.atlas.moments)} moments of this view, saw "
                f"{at!r}; make the view at that time: bench.see.planes(at={at!r})"
            )
        self._choose({"do": "time", "at": at})

    def title(self) -> str:
        return f"Planes of {self.atlas.setting}" if self.atlas.setting else "Planes"

    def summary(self) -> str:
        atlas = self.atlas
        found = f"{len(atlas.planes)} planes, {len(atlas.doors)} relations, "
        found += f"{len(atlas.moments)} moments; at {self.at}"
        found += f", {atlas.knowledge}" if atlas.knowledge else ""
        return found + "".join(f"; left out: {what}" for what in atlas.left_out.values())

    def table(self) -> Rows:
        """Planes, their relations and who is where at the moment shown."""
        return at_moment(self.atlas, self._moment())

    def picture(self) -> Picture:
        return still(self.atlas, self._moment())

    def answers(self) -> Answers:
        """`path` and `card` ask the tools; `atlas` reads another time, or another's knowledge."""
        if self._asked is None:
            return {}
        asked = self._asked
        return {
            "atlas": lambda a: self._reread(str(a["time"]), a.get("npc")),
            "path": lambda a: asked.path(
                str(a["start"]), str(a["goal"]), str(a["time"]), a.get("max_cost")
            ),
            "card": lambda a: asked.card(str(a["id"]), str(a["time"])),
            "trace": lambda _: statements(asked.trace),
        }

    def _reread(self, time: str, npc: str | None) -> str:
        if self._asked is None:
            raise BadInput("expected a view with a bench behind it, and this one has none")
        self._show(self._asked.atlas(time, npc or None))
        self._choose({"do": "time", "at": self.atlas.moments[self.atlas.now].time})
        return self.summary()

    def _show(self, atlas: Atlas) -> None:
        self.atlas = atlas
        if atlas.known_as:
            self._forget({plane.id for plane in atlas.planes} | {b.id for b in atlas.beings})
        self.data = packed(atlas, statements(self.trace))

    def _forget(self, known: set[str]) -> None:
        """What was chosen before, of what a character does not know: its ids would tell of it."""
        self.selected = [name for name in self.selected if name in known]
        self.actions = [
            done
            for done in self.actions
            if done.get("do") != "path" or {done.get("start"), done.get("goal")} <= known
        ]

    def _choose(self, action: Mapping[str, Any]) -> None:
        kept = [done for done in self.actions if done.get("do") != action["do"]]
        self.actions = [*kept, dict(action)]

    def _moment(self) -> int:
        """That of the last choice, as far as it is among those of the atlas."""
        chosen = [str(done.get("at")) for done in self.actions if done.get("do") == "time"]
        found = self.atlas.at(chosen[-1]) if chosen else None
        return self.atlas.now if found is None else found
