"""What is done to a graph view from Python: the same actions that the browser records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Self

from ...core.errors import BadInput
from ..scene.scene import Scene
from ..scene.values import plain
from .actions import OPERATORS, Action, is_test, understood
from .code import lines


class Acts:
    """Methods that add an action to a view's `actions` and give the view back.

    A view has a `scene`, a trait `actions`, and `undone`, which new actions empty.
    """

    scene: Scene
    actions: list[dict[str, Any]]
    selected: list[str]
    undone: list[dict[str, Any]]

    def filter(
        self,
        property: str | None = None,
        op: str = "present",
        value: Any = None,
        *,
        types: Iterable[str] | str | None = None,
        edges: Iterable[str] | str | None = None,
    ) -> Self:
        """See only nodes whose property passes, or of some types; or only edges of some types.

        `op` is one of = != < <= > >= contains present. Filters by property hold together, a
        later one by types stands in for the earlier.
        """
        action: dict[str, Any] = {"do": "filter"}
        if property is not None:
            action |= {"property": property, "op": op}
            action |= {} if op == "present" else {"value": plain(value)}
        named = {"types": types, "edges": edges}
        action |= {name: _listed(given) for name, given in named.items() if given is not None}
        return self._act(action)

    def unfilter(self) -> Self:
        """See all nodes and edges that are not hidden."""
        return self._act({"do": "unfilter"})

    def hide(self, ids: Iterable[str] | str) -> Self:
        return self._act({"do": "hide", "ids": self._known(ids)})

    def show(self, ids: Iterable[str] | str | None = None) -> Self:
        """See some of the hidden nodes again, or all of them."""
        return self._act({"do": "show"} if ids is None else {"do": "show", "ids": self._known(ids)})

    def pin(self, id: str, x: float, y: float) -> Self:
        """Hold a node at a place, in units of the layout, y upwards."""
        return self._act({"do": "pin", "id": self._known(id)[0], "x": x, "y": y})

    def unpin(self, id: str | None = None) -> Self:
        """Let go of a node, or of all."""
        return self._act({"do": "unpin"} if id is None else {"do": "unpin", "id": id})

    def colour_by(self, by: str | None) -> Self:
        """Colour nodes by "type", "degree", or a property: numbers as a scale; None: all alike."""
        return self._act({"do": "colour", "by": by})

    def size_by(self, by: str | None) -> Self:
        """Size nodes by "degree" or a property that is a number; None: all alike."""
        return self._act({"do": "size", "by": by})

    def layout(self, name: str, seed: int | None = None) -> Self:
        """Place the nodes as "force", "layered", "circular", "grid", or as they say ("given")."""
        if name not in self.scene.positions:
            known = ", ".join(self.scene.positions)
            raise BadInput(f"expected a layout of {known}, got {name!r}")
        action: dict[str, Any] = {"do": "layout", "name": name}
        return self._act(action if seed is None else {**action, "seed": seed})

    def focus(self, ids: Iterable[str] | str, hops: int = 1) -> Self:
        """See only what is within some steps of some nodes."""
        return self._act({"do": "focus", "ids": self._known(ids), "hops": hops})

    def unfocus(self) -> Self:
        return self._act({"do": "unfocus"})

    def undo(self) -> Self:
        """Take the last action back; nothing where there is none."""
        if self.actions:
            undone = [*self.undone, self.actions[-1]]
            self.actions = self.actions[:-1]
            self.undone = undone
        return self

    def redo(self) -> Self:
        """Do again what was undone last, unless something was done since."""
        if self.undone:
            *undone, action = self.undone
            self.actions = [*self.actions, action]
            self.undone = undone
        return self

    def select(self, *ids: str | Iterable[str]) -> Self:
        """Select these nodes, or edges by their ids, and no others."""
        given = [one for each in ids for one in _listed(each)]
        if unlike := [one for one in given if not isinstance(one, str)]:
            raise BadInput(f"select: expected ids as text, got {unlike[0]!r:.80}")
        self.selected = given
        return self

    @property
    def code(self) -> str:
        """All that was done, here or in the browser, as Python to be pasted."""
        return "\n".join(lines(self.actions))

    def _act(self, action: Mapping[str, Any]) -> Self:
        _check(action)
        self.actions = [*self.actions, dict(action)]
        return self

    def _known(self, ids: Iterable[str] | str) -> list[str]:
        found = _listed(ids)
        for node in found:
            if node not in self.scene.nodes:
                near = get_close_matches(str(node), self.scene.nodes, n=3)
                hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
                raise BadInput(f"expected ids of this graph, got {node!r}{hint}")
        return found


def _listed(given: Any) -> list[Any]:
    """One value, or each of several."""
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]


def _check(action: Action) -> None:
    """BadInput unless every part of the action is understood."""
    half = "property" in action and not is_test(action)
    if understood(action) and not half:
        return
    if action["do"] == "filter" and action.get("op", "=") not in OPERATORS:
        expected = ", ".join(OPERATORS)
        raise BadInput(f"filter: expected one of {expected}, got {action['op']!r}")
    told = {name: value for name, value in action.items() if name != "do"}
    raise BadInput(f"{action['do']}: these cannot be used: {told!r:.200}; see help(view)")
