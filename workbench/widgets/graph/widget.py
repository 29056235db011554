"""The graph view: what holds of it, what the browser may ask, what it saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

import traitlets

from ...core.answer import Step
from ..scene.packing import Texts, pack
from ..scene.scene import Scene
from ..view import Answers, View
from . import exports
from .acting import Acts
from .changing import Changes
from .expansion import Budget, Neighbours
from .model import Look, reduce
from .taking import Takes
from .telling import Tells


class GraphView(Acts, Changes, Takes, Tells, View):
    """A graph to be searched, filtered, walked and expanded, in the browser or from Python.

    `scene` is all that was read, with places in every layout; `look` what is seen of it, and
    how; `code` all that was done, as Python; `trace` every statement that was asked for it, and
    `left_out` what was not fetched or not kept. Methods that do something give the view back.
    `save` also writes what is seen as a graph: `.gexf`, `.graphml`, `.json`.
    """

    module: ClassVar[str] = "graph"
    height: ClassVar[int] = 560

    undone = traitlets.List(traitlets.Dict())

    def __init__(
        self,
        scene: Scene,
        *,
        title: str = "Graph",
        settings: Mapping[str, Any] | None = None,
        neighbours: Neighbours | None = None,
        budget: Budget | None = None,
    ) -> None:
        """`settings` hold before the first action, see `model.reduce`; without `neighbours`
        nothing can be expanded."""
        super().__init__()
        self.scene, self.trace = scene, tuple[Step, ...]()
        self._left: dict[int, str] = {}
        self._texts = Texts(), Texts()
        self.settings = {**(settings or {}), "title": title}
        self._neighbours, self._budget = neighbours, budget or Budget()
        self.data = self._packed()

    @property
    def look(self) -> Look:
        return reduce(self.scene, self.actions, self.settings)

    def title(self) -> str:
        return str(self.settings["title"])

    def answers(self) -> Answers:
        return {"expand": self.expand_asked}

    def _written(self) -> Mapping[str, Callable[[], str | bytes]]:
        graphs = {end: partial(to, self.scene, self.look) for end, to in exports.WRITERS.items()}
        return {**super()._written(), **graphs}

    @traitlets.observe("actions")
    def _acted(self, _: Any) -> None:
        self.undone = []

    def _packed(self) -> bytes:
        expandable = self._neighbours is not None
        return pack(self.scene, {"title": self.title(), "expandable": expandable}, self._texts)
