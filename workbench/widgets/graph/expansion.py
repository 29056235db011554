"""What a node's expansion may fetch, and what is asked, refused or told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, cast

from ...core.answer import Answer, Step
from ...core.errors import BadInput
from ...core.values import Edge, Node
from ..scene.scene import Scene
from ..scene.values import name_of

Direction = Literal["out", "in", "both"]
DIRECTIONS: tuple[Direction, ...] = ("out", "in", "both")


class Neighbours(Protocol):
    """What is asked for the neighbours of a node; a store answers."""

    def counts(self, node: Node) -> Answer:
        """Columns type (of edges, None for all), direction, neighbours: each of these once."""

    def some(self, node: Node, kind: Kind, limit: int) -> Answer:
        """Columns neighbour (Node) and edges (list of Edge): in a fixed order, at most so many."""


class Kind(NamedTuple):
    """Which neighbours: by edges of a type, None for any, and a direction seen from the node."""

    type: str | None = None
    direction: Direction = "both"


@dataclass(frozen=True, slots=True)
class Budget:
    """How many neighbours come without a question, at most, and at all.

    More than `ask_above`, and neither type nor limit is chosen: the question is which. More
    than `refuse_above` of what is chosen: a supernode, which is refused. `limit` is what a
    question proposes.
    """

    ask_above: int = 100
    refuse_above: int = 5000
    limit: int = 50


class Choice(NamedTuple):
    """Too many to fetch unasked: `counts` are (type, direction, how many), the most first."""

    counts: tuple[tuple[str, Direction, int], ...]
    total: int
    steps: tuple[Step, ...]


class Refused(NamedTuple):
    """A supernode, told in words with its count."""

    reason: str
    steps: tuple[Step, ...]


class Found(NamedTuple):
    """Neighbours and edges to be shown; `left_out` tells what was not fetched, "" for nothing."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    limit: int
    left_out: str
    steps: tuple[Step, ...]


class Asked(NamedTuple):
    """Whose neighbours are wanted, which, and how many new ones at most."""

    id: str
    kind: Kind = Kind()
    limit: int | None = None

    @classmethod
    def of(cls, details: Mapping[str, Any]) -> Asked:
        """From what a browser sent; BadInput names the field that is not as expected."""
        node, kind = details.get("id"), details.get("type")
        direction, limit = details.get("direction") or "both", details.get("limit")
        if not isinstance(node, str):
            raise BadInput(f"expand: expected the id of a node as text, got {node!r:.60}")
        if not isinstance(kind, str | None):
            raise BadInput(f"expand: expected a type of edges as text or none, got {kind!r:.60}")
        if direction not in DIRECTIONS:
            raise BadInput(f"expand: expected direction out, in or both, got {direction!r:.60}")
        if limit is not None and (type(limit) is not int or limit < 1):
            raise BadInput(f"expand: expected a limit of 1 or more, got {limit!r:.60}")
        return cls(node, Kind(kind or None, cast(Direction, direction)), limit)


def expanded(
    scene: Scene, asked: Asked, neighbours: Neighbours, budget: Budget, there: Collection[str]
) -> Found | Choice | Refused:
    """What an expand of a node comes to.

    `there` are the ids of the scene that are not of an expand that was undone. Neighbours
    among them do not count towards the limit, so that a second expand brings the next ones.
    BadInput where the scene has no such node.
    """
    node = scene.nodes.get(asked.id)
    if node is None:
        raise BadInput(f"expand: expected a node of this graph, got {asked.id!r:.80}")
    counted = neighbours.counts(node)
    total = _total(counted, asked.kind)
    counts = _counts(counted)
    narrower = any(count <= budget.refuse_above for _, _, count in counts)
    if asked.kind.type is None and asked.limit is None and total > budget.ask_above and narrower:
        return Choice(counts, total, counted.trace)
    if total > budget.refuse_above:
        return Refused(_refusal(node, asked.kind, total, budget), counted.trace)
    known = _adjacent(scene, asked) & {*there}
    limit = asked.limit or max(budget.ask_above, budget.limit)
    answer = neighbours.some(node, asked.kind, limit + len(known))
    nodes, edges = _taken(answer, there, limit)
    shown = len(known | {found.id for found in nodes})
    left = f"{shown:,} of {total:,} neighbours" if shown < total else ""
    return Found(nodes, edges, limit, left, (*counted.trace, *answer.trace))


def _counts(counted: Answer) -> tuple[tuple[str, Direction, int], ...]:
    rows = ((row["type"], row["direction"], row["neighbours"]) for row in counted.rows)
    found = [row for row in rows if row[0] is not None and row[1] != "both"]
    return tuple(sorted(found, key=lambda each: (-each[2], each[0], each[1])))


def _total(counted: Answer, kind: Kind) -> int:
    wanted = {"type": kind.type, "direction": kind.direction}
    rows = (row for row in counted.rows if row.items() >= wanted.items())
    return max((row["neighbours"] for row in rows), default=0)


def _refusal(node: Node, kind: Kind, total: int, budget: Budget) -> str:
    which = f" by {kind.type}" if kind.type else ""
    way = {"out": " along outgoing edges", "in": " along incoming edges", "both": ""}
    return (
        f"{name_of(node)} has {total:,} neighbours{which}{way[kind.direction]}: more than "
        f"{budget.refuse_above:,} are not expanded. Choose a type or a direction with fewer, "
        "or ask for them in Cypher with a condition"
    )


def _adjacent(scene: Scene, asked: Asked) -> set[str]:
    """The nodes of the scene to which edges of the kind join a node."""
    of_kind = [e for e in scene.edges if asked.kind.type is None or e.type == asked.kind.type]
    found = set[str]()
    if asked.kind.direction != "in":
        found |= {edge.target for edge in of_kind if edge.source == asked.id}
    if asked.kind.direction != "out":
        found |= {edge.source for edge in of_kind if edge.target == asked.id}
    return found


def _taken(
    answer: Answer, there: Collection[str], limit: int
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """The neighbours that are there already, and at most `limit` that are not."""
    nodes, edges, new = list[Node](), list[Edge](), 0
    for row in answer.rows:
        node = row["neighbour"]
        if node is None or (node.id not in there and new == limit):
            continue
        new += node.id not in there
        nodes.append(node)
        edges += row["edges"]
    return tuple(nodes), tuple(edges)
