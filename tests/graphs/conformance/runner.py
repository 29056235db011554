"""The original's answers, case by case, from our graphs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

from tests.conftest import SHARED
from tests.graphs.conformance.differing import COMPAT, DIFFERING, STALE
from tests.graphs.conformance.steps import arguments, check
from workbench.graphs.graphs import PropertyGraphs

FOLDER = SHARED / "data" / "tonggraph"


def cases() -> list[dict[str, Any]]:
    """The shared cases; none where they are absent."""
    path = FOLDER / "cases.json"
    found: list[dict[str, Any]] = json.loads(path.read_text())["cases"] if path.is_file() else []
    return found


class Run:
    """One case: its graph, and the handles that its steps name."""

    def __init__(self, graphs: PropertyGraphs, name: str, *, on_change: Any = "follow") -> None:
        self._graphs, self.name, self._on_change = graphs, name, on_change
        self.handles: dict[str, Any] = {"g": self._opened()}

    def step(self, step: dict[str, Any], *, compat: bool = True) -> None:
        answer = check(step, self._call(step, compat))
        if "as" in step and step["do"] != "open":
            self.handles[step["as"]] = answer

    def close(self) -> None:
        for handle in self.handles.values():
            handle.close()

    def _opened(self) -> Any:
        return self._graphs.open(self.name, on_change=self._on_change)

    def _call(self, step: dict[str, Any], compat: bool) -> Callable[[], Any]:
        name, on = step["do"], self.handles[step.get("on", "g")]
        positional, named = arguments(step.get("args", {}))
        if name == "open":
            return partial(self._open_again, step.get("as"))
        if name == "query_nl":
            told = named.pop("returns")
            named["compiler"] = lambda question, schema: told
        extra = COMPAT.get(name, {}) if compat else {}
        return partial(getattr(on, name), *positional, **named, **extra)

    def _open_again(self, handle: str | None) -> None:
        if handle is None:
            self.close()
            self.handles = {"g": self._opened()}
        else:
            self.handles[handle] = self._opened()


@contextmanager
def running(graphs: PropertyGraphs, case: str) -> Iterator[Run]:
    name = f"{case}-{uuid4().hex[:8]}"
    graphs.make(name).close()
    run = Run(graphs, name, on_change="keep" if case in STALE else "follow")
    try:
        yield run
    finally:
        run.close()
        graphs.drop(name)


def judged(
    case: dict[str, Any],
) -> Iterator[tuple[int, dict[str, Any], Callable[..., None] | None]]:
    """The steps of a case, each with what stands in its place where ours differs."""
    for at, step in enumerate(case["steps"]):
        yield at, step, DIFFERING.get((case["id"], at))


@contextmanager
def noted(note: str) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        error.add_note(note)
        raise
