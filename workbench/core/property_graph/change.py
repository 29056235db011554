"""A whole property graph, and a change of one, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .belief import Evidence, Factor, StoredPosterior, Trace, Variable
from .records import EdgeRecord, LogEntry, NodeRecord, TextIndex, Vector, VectorIndex

Counter: TypeAlias = Literal["node", "edge", "variable", "factor", "evidence", "trace"]
COUNTERS: tuple[Counter, ...] = ("node", "edge", "variable", "factor", "evidence", "trace")


@dataclass(frozen=True, slots=True)
class Model:
    """All that one graph holds; every sequence ascends by id or name.

    `next_ids` are the first ids never used. `log` and `metadata` are what a file told of
    itself, facts to read and nothing to act on.
    """

    nodes: Sequence[NodeRecord] = ()
    edges: Sequence[EdgeRecord] = ()
    text_indexes: Sequence[TextIndex] = ()
    vector_indexes: Sequence[VectorIndex] = ()
    vectors: Sequence[Vector] = ()
    variables: Sequence[Variable] = ()
    factors: Sequence[Factor] = ()
    evidence: Sequence[Evidence] = ()
    traces: Sequence[Trace] = ()
    posteriors: Sequence[StoredPosterior] = ()
    next_ids: Mapping[Counter, int] = field(default_factory=dict)
    log: Sequence[LogEntry] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit does, already checked: removals come first, then what is stored.

    What is stored replaces what has its id or name. Removing a node removes its edges and
    vectors only where they are listed too: whoever makes a change lists all that goes.
    `next_ids` are counters to raise to at least these.
    """

    nodes: Sequence[NodeRecord] = ()
    edges: Sequence[EdgeRecord] = ()
    text_indexes: Sequence[TextIndex] = ()
    vector_indexes: Sequence[VectorIndex] = ()
    vectors: Sequence[Vector] = ()
    variables: Sequence[Variable] = ()
    factors: Sequence[Factor] = ()
    evidence: Sequence[Evidence] = ()
    traces: Sequence[Trace] = ()
    posteriors: Sequence[StoredPosterior] = ()
    dropped_nodes: Sequence[int] = ()
    dropped_edges: Sequence[int] = ()
    dropped_text_indexes: Sequence[str] = ()
    dropped_vector_indexes: Sequence[str] = ()  # with all their vectors
    dropped_vectors: Sequence[tuple[str, int]] = ()  # (index, entity)
    dropped_evidence: Sequence[int] = ()
    dropped_posteriors: Sequence[int] = ()  # variables
    next_ids: Mapping[Counter, int] = field(default_factory=dict)
    reason: str = ""  # one word for the log: the call that made it

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__ if name != "reason")


@dataclass(frozen=True, slots=True)
class Delta:
    """A change as it was committed: what a mirror at `generation` - 1 applies to be at it."""

    generation: int
    change: Change


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One entry of a graph's own log: enough to replay it.

    `before` and `after` are JSON: record kind -> id or name -> the record's values or null.
    """

    generation: int
    at: Any  # datetime with zone
    author: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
