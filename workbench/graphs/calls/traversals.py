"""Walks along edges, and what is computed over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.property_graph.protocols import AsksGraph
from ..analysing import batch
from ..analysing.components import connected_components
from ..analysing.ranking import pagerank
from ..state.state import State
from ..traversing import walking
from ..traversing.paths import ShortestPath, shortest_path
from ..traversing.projected import Projected
from ..traversing.walking import Walked

if TYPE_CHECKING:
    from ..snapshot import Snapshot

THROUGH = ("mirror", "cypher")


class Traversals:
    """Traversals of one state.

    Edges are walked by ascending id, outgoing before incoming; an unknown node is BadInput.
    `through="cypher"` asks the graph store, a question a step, in place of the mirror in this
    process: the answers are the same, in the same order.
    """

    @property
    def state(self) -> State:
        """The state that answers."""
        raise NotImplementedError

    def _asks(self, state: State) -> AsksGraph:
        raise NotImplementedError

    def _snapshot_of(self, state: State) -> Snapshot:
        raise NotImplementedError

    def neighbors(
        self,
        node_id: int,
        direction: str = "out",
        edge_type: str | None = None,
        *,
        through: str = "mirror",
    ) -> list[int]:
        """The nodes next to a node, in the order of first sight; a loop makes it its own."""
        return walking.neighbors(self._walked(through), node_id, direction, edge_type)

    def k_hop(
        self,
        start: int,
        hops: int,
        direction: str = "out",
        edge_type: str | None = None,
        *,
        through: str = "mirror",
    ) -> list[int]:
        """Nodes at distance 1 to `hops` in the order of discovery, without the start."""
        return walking.k_hop(self._walked(through), start, hops, direction, edge_type)

    def frontier(
        self,
        starts: Iterable[int],
        steps: int,
        direction: str = "out",
        edge_type: str | None = None,
        *,
        through: str = "mirror",
    ) -> list[int]:
        """The nodes first discovered at exactly this many steps from the starts."""
        return walking.frontier(self._walked(through), starts, steps, direction, edge_type)

    def bfs(
        self,
        start: int,
        direction: str = "out",
        edge_type: str | None = None,
        max_depth: int | None = None,
        *,
        through: str = "mirror",
    ) -> list[int]:
        """The start and what is reached from it, in the order of discovery."""
        return walking.bfs(self._walked(through), start, direction, edge_type, max_depth)

    def shortest_path(
        self,
        start: int,
        target: int,
        direction: str = "out",
        edge_type: str | None = None,
        weight_property: str | None = None,
        *,
        through: str = "mirror",
        compat: bool = False,
    ) -> ShortestPath | None:
        """Nodes, edges and distance of a path of the least weight, None where there is none.

        A weight that is missing is 1. Of parallel edges the lightest is taken; `compat` takes
        the first, as TongGraph does. BadInput names an edge that has no usable weight.
        """
        walked = self._walked(through)
        ends = (start, target, direction, edge_type, weight_property)
        return shortest_path(walked, *ends, compat=compat)

    def connected_components(
        self, edge_type: str | None = None, *, through: str = "mirror"
    ) -> list[list[int]]:
        """Weak components, by their smallest id; inside one, the order of discovery."""
        return connected_components(self._walked(through), edge_type)

    def pagerank(
        self,
        iterations: int = 20,
        damping: float = 0.85,
        tolerance: float | None = None,
        edge_type: str | None = None,
        *,
        through: str = "mirror",
    ) -> dict[int, float]:
        """The rank of each node; ranks sum to 1. Parallel edges count once, weights do not."""
        walked = self._walked(through)
        return pagerank(walked, iterations, damping, tolerance, edge_type)

    def random_walk(
        self,
        start: int,
        steps: int,
        direction: str = "out",
        edge_type: str | None = None,
        seed: int | None = None,
        *,
        through: str = "mirror",
    ) -> list[int]:
        """The start and where each step leads; a seed makes TongGraph's very walk."""
        walked = self._walked(through)
        return walking.random_walk(walked, start, steps, direction, edge_type, seed=seed)

    def subgraph(self, nodes: Iterable[int], edge_type: str | None = None) -> Snapshot:
        """A snapshot of these nodes and the edges between them, ids as they are."""
        return self._snapshot_of(batch.subgraph(self.state, nodes, edge_type))

    def compute_batch(self, jobs: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The answers of {"op": name of a call, …its arguments}, in order; "job i: " in errors."""
        answers = batch.compute_batch(self.state, jobs)
        return [self._snapshot_of(one) if isinstance(one, State) else one for one in answers]

    def _walked(self, through: str) -> Walked:
        if not isinstance(through, str) or through not in THROUGH:
            raise BadInput(f"through is one of {', '.join(THROUGH)}, not {through!r}")
        state = self.state
        return state if through == "mirror" else Projected(self._asks(state))
