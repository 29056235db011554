"""Paths: the very one that is expected, or any that holds."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise

from ....core.errors import BadInput
from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply, text_of_id
from ....core.evaluation.scores import Apart
from ....core.values import Path

Steps = Callable[[str, str], bool] | Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PathEqual:
    """1 where the reply's path has the ids of `expected["path"]` in their order, else 0.

    The path is `Reply.path`, else `data["path"]`, else a `Path` in the first row. An empty
    expected path says that there is none: then 1 for an empty path. Apart where no path is
    expected, and where the reply gives none, not even an empty one.
    """

    name: str = "path"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        paths = _paths(question, reply)
        return paths if isinstance(paths, Apart) else float(paths[0] == paths[1])


@dataclass(frozen=True, slots=True)
class PathValid:
    """1 where the path leads from the expected start to the expected end by known edges, else 0.

    The ends are those of `expected["path"]`, between them any way counts, also one that comes
    by a node twice; there is no part credit. `edges` are pairs (from, to) of ids or a function
    of two ids; with `directed=False` an edge may be walked both ways. What is empty or apart
    is so as in `PathEqual`.
    """

    edges: Steps
    directed: bool = True
    name: str = "path_valid"

    def __post_init__(self) -> None:
        if not callable(self.edges) and not isinstance(self.edges, Collection):
            raise BadInput(
                "path_valid: edges are a collection of pairs (from, to), or a function of two "
                f"ids that says whether there is one; found {type(self.edges).__name__}"
            )

    def score(self, question: Question, reply: Reply) -> float | Apart:
        paths = _paths(question, reply)
        if isinstance(paths, Apart):
            return paths
        expected, given = paths
        if not (expected and given):
            return float(expected == given)
        ends = (given[0], given[-1]) == (expected[0], expected[-1])
        return float(ends and all(self._known(*step) for step in pairwise(given)))

    def _known(self, source: str, target: str) -> bool:
        known = self.edges if callable(self.edges) else lambda *step: step in self.edges
        return known(source, target) or (not self.directed and known(target, source))


def _paths(question: Question, reply: Reply) -> tuple[tuple[str, ...], tuple[str, ...]] | Apart:
    expected = question.expected.get("path")
    if expected is None:
        return Apart("no path is expected")
    given = _given(reply)
    if given is None:
        return Apart("the reply gives no path, not even an empty one")
    return tuple(map(text_of_id, expected)), tuple(map(text_of_id, given))


def _given(reply: Reply) -> tuple[str, ...] | None:
    if reply.path is not None:
        return reply.path
    if "path" in reply.data:
        return tuple(reply.data["path"] or ())
    if reply.rows is None:
        return None
    first = reply.rows.values[0] if len(reply.rows) else ()
    found = next((cell for cell in first if isinstance(cell, Path)), None)
    return None if found is None else tuple(node.id for node in found.nodes)
