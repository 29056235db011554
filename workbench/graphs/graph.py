"""A property graph that is open: all that can be asked of it, and changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from ..core.property_graph.change import Change, LoggedChange
from ..core.property_graph.protocols import AsksGraph
from .calls.beliefs import Beliefs
from .calls.changes import Changes
from .calls.indexes import Indexes
from .calls.languages import Languages
from .calls.observations import Observations
from .calls.records import Records
from .calls.searches import Searches
from .calls.traversals import Traversals
from .changing.draft import Draft
from .cypher.clauses import Statement
from .cypher.result import CypherResult
from .cypher.running import run
from .durable.texts import Texts
from .handle import Handle
from .projecting.projection import Projection
from .searching.text_query import Candidates
from .snapshot import Snapshot
from .state.modelled import state_of_model
from .state.state import State
from .traversing.expanding import count_of


class PropertyGraph(
    Records, Traversals, Searches, Languages, Beliefs, Changes, Indexes, Observations
):
    """A graph under TongGraph's names of calls; ids are dense, from 0, and never used again.

    Every call sees what was committed before it, by whomever, unless it was opened otherwise
    (`Handle`). A write is one transaction. Close it, or use it in a `with` block: databases of
    snapshots go then, the graph stays.
    """

    _snapshots: ClassVar[type[Snapshot]] = Snapshot

    def __init__(self, name: str, handle: Handle, texts: Texts, projection: Projection) -> None:
        self.name, self._handle = name, handle
        self._texts, self._projection = texts, projection

    @property
    def state(self) -> State:
        return self._handle.state()

    @property
    def generation(self) -> int:
        """How many changes made what this handle shows."""
        return self.state.generation

    @property
    def stale(self) -> bool:
        """Whether something was committed that this handle does not show yet."""
        return self._handle.stale

    def refresh(self) -> bool:
        """Show what is committed now; whether there was anything new."""
        return self._handle.refresh()

    def compact(self) -> None:
        """Nothing: edges are compressed as they are asked for. Here for TongGraph's callers."""

    def snapshot(self) -> Snapshot:
        """The graph as it is now, which answers the same for ever."""
        return self._snapshot_of(self.state.copy())

    def at(self, generation: int) -> Snapshot:
        """The graph as it was after so many changes, by its log."""
        wanted = count_of(generation, "generation")
        past = self._handle.tables.at(wanted)
        return self._snapshot_of(state_of_model(past, wanted))

    def log(self, since: int = 0) -> list[LoggedChange]:
        """Every change after a generation: who, when, the values before and after."""
        return self._handle.tables.log(count_of(since, "since"))

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, Any] | None = None,
        profile: bool = False,
        *,
        compat: bool = False,
    ) -> CypherResult:
        """The answer of a Cypher text; one that writes is committed, whole or not at all."""
        if not Statement.of(query).writes:
            return super().cypher(query, parameters, profile, compat=compat)
        results: list[CypherResult] = []

        def change(state: State) -> Change:
            draft = Draft(state)
            asks = self._asks(state)
            results.append(
                run(query, parameters, state=state, asks=asks, draft=draft, profile=profile)
            )
            return draft.change("cypher") if draft else Change()

        self._handle.commit(change)
        return results[-1]

    def transaction(self, write: bool = True) -> Any:
        """Several Cypher statements over a private view, committed together or not at all."""
        from .cypher.transaction import Transaction

        return Transaction(self._handle, self._projection, write=write)

    def close(self) -> None:
        self._projection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = self._handle.shown
        held = f"{len(state.nodes):,} nodes, {len(state.edges):,} edges"
        return f"PropertyGraph {self.name!r} at generation {state.generation}: {held}"

    def _asks(self, state: State) -> AsksGraph:
        return self._projection.asks(state)

    def _snapshot_of(self, state: State) -> Snapshot:
        return self._snapshots(state, self._projection)

    def _candidates(self, state: State) -> Candidates | None:
        return lambda query: self._texts.candidates(query, state.generation)
