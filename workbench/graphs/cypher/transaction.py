"""Several statements as one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Any

from ...core.errors import StaleHandle, WriteRefused
from ...core.property_graph.change import Change, Delta
from ...core.property_graph.protocols import AsksGraph
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ...core.values import Rows
from ..changing.draft import Draft
from ..handle import Handle
from ..projecting.projection import Asking, Projection
from ..state.state import State
from .result import CypherResult
from .running import run

_CHANGED = "graph changed since transaction started; rollback and retry the transaction"
_OVER = "transaction is no longer active: it was committed or rolled back; begin another"
_READS = "cannot execute write statements in a read-only transaction; begin one with write=True"


class Transaction:
    """A private view of a graph, which statements change one after the other.

    Each `run` happens as a whole or not at all, and sees what earlier ones did; nobody else
    sees anything before `commit`. Leaving its block commits, unless an error leaves it.
    """

    def __init__(self, handle: Handle, projection: Projection, *, write: bool = True) -> None:
        self._handle, self._projection, self._write = handle, projection, write
        self._base = handle.state().copy()
        self._view, self._changes = self._base.copy(), list[Change]()
        self.active = True

    def run(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        profile: bool = False,
        *,
        compat: bool = False,
    ) -> CypherResult:
        """The answer of one statement; see `cypher.running.run`."""
        self._check()
        draft = Draft(self._view)
        asks = _Later(self._projection.asks(self._base), self._base, tuple(self._changes))
        try:
            result = run(
                text,
                parameters,
                state=self._view,
                asks=asks,
                draft=draft if self._write else None,
                profile=profile,
                compat=compat,
            )
        except WriteRefused as error:
            raise error if self._write else WriteRefused(_READS, statement=text) from error
        if draft:
            change = draft.change("transaction")
            self._changes.append(change)
            self._view.apply(Delta(self._view.generation + 1, change))
        return result

    def commit(self) -> None:
        """Store all of it, or nothing: StaleHandle where the graph has changed meanwhile.

        A record of any kind counts, a variable or an index too. The transaction is active after
        that still, for a `rollback`.
        """
        self._check()
        if self._changes:
            try:
                self._handle.commit(self._change)
            except StaleHandle as error:
                raise StaleHandle(_CHANGED) from error
        self._end()

    def rollback(self) -> None:
        """Forget all of it."""
        self._check()
        self._end()

    def __enter__(self) -> Transaction:
        self._check()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self.active:
            return
        if kind is not None:
            self.rollback()
            return
        try:
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def _change(self, newest: State) -> Change:
        if newest.generation != self._base.generation:
            raise StaleHandle(_CHANGED)
        return together(self._base, self._changes)

    def _end(self) -> None:
        self._changes, self.active = [], False
        self._projection.forget(self._base)

    def _check(self) -> None:
        if not self.active:
            raise StaleHandle(_OVER)


class _Later:
    """Cypher over a state and the changes that a transaction has made to it so far."""

    def __init__(self, asks: Asking, state: State, changes: tuple[Change, ...]) -> None:
        self._asks, self._state, self._changes = asks, state, changes

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> Rows:
        with self._over(()) as asks:
            return asks(text, parameters)

    def over(self, change: Change) -> AbstractContextManager[AsksGraph]:
        return self._over((change,))

    @contextmanager
    def _over(self, more: tuple[Change, ...]) -> Iterator[AsksGraph]:
        with self._asks.over(together(self._state, (*self._changes, *more))) as asks:
            yield asks


def together(state: State, changes: Iterable[Change]) -> Change:
    """One change of a state that does what several do in turn."""
    nodes: dict[int, NodeRecord | None] = {}
    edges: dict[int, EdgeRecord | None] = {}
    vectors: dict[tuple[str, int], None] = {}
    next_ids: dict[Any, int] = {}
    for change in changes:
        nodes |= dict.fromkeys(change.dropped_nodes) | {node.id: node for node in change.nodes}
        edges |= dict.fromkeys(change.dropped_edges) | {edge.id: edge for edge in change.edges}
        vectors |= dict.fromkeys(change.dropped_vectors)
        next_ids |= change.next_ids  # each later one is as high or higher
    return Change(
        nodes=[node for _, node in sorted(nodes.items()) if node is not None],
        edges=[edge for _, edge in sorted(edges.items()) if edge is not None],
        dropped_nodes=[id for id, r in sorted(nodes.items()) if r is None and id in state.nodes],
        dropped_edges=[id for id, r in sorted(edges.items()) if r is None and id in state.edges],
        dropped_vectors=sorted(vectors),
        next_ids=next_ids,
        reason="transaction",
    )
