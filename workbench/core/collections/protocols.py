"""What a collection is made of, as its parts see each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from .definition import VectorSpace

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard an index tries: a recall to reach, or its own number of candidates.

    `recall` 1.0 is the exact scan. `candidates` is an HNSW's ef_search, and what stands for it
    in other indexes: vectors that are compared exactly.
    """

    recall: float = 0.99
    candidates: int | None = None


@dataclass(frozen=True, slots=True)
class IndexReport:
    """How the index of a space was chosen.

    `kind` is its name ("flat", "PQ192x4fs + refine 200", …), `rows` those it was built over.
    `measured` are the candidates: name, recall, microseconds a query, build seconds, bytes.
    `note` says why there is none, where that is no choice.
    """

    kind: str = "flat"
    rows: int = 0
    recall: float = 1.0
    measured: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)
    note: str = ""


class VectorRows(Protocol):
    """Vectors of one space in this process, numbered from 0 as they came; rows never move.

    Scores are float64, computed from the 32-bit components in 64-bit arithmetic: cosine (0 for
    a zero vector), inner product, Euclidean distance, Hamming distance, Jaccard similarity. "Best"
    is highest, or lowest for distances.
    """

    @property
    def space(self) -> VectorSpace: ...

    @property
    def report(self) -> IndexReport: ...

    @property
    def bytes(self) -> int:
        """Memory held: vectors and index."""

    def __len__(self) -> int: ...

    def append(self, vectors: NDArray[numpy.float32]) -> None:
        """Add (n, d) rows; they are found at once, exactly, until an index takes them in."""

    def rows(self, positions: NDArray[numpy.int64]) -> NDArray[numpy.float32]:
        """The vectors (m, d) at positions."""

    def scores(
        self, query: NDArray[numpy.float32], positions: NDArray[numpy.int64] | None = None
    ) -> NDArray[numpy.float64]:
        """The score of each row, or of those at positions."""

    def top(
        self,
        query: NDArray[numpy.float32],
        k: int,
        *,
        allowed: NDArray[numpy.bool_] | NDArray[numpy.int64] | None = None,
        keys: NDArray[Any] | None = None,
        effort: Effort | None = None,
    ) -> tuple[NDArray[numpy.int64], NDArray[numpy.float64]]:
        """The `k` best: positions and scores, best first, equals by `keys` of rows ascending.

        `allowed` is a mask over all rows, or ascending positions; the answer has `k` rows
        wherever as many are allowed, and is exact but where nearly all are (nine in ten): then
        it may be the index's, as it is without. `keys` None: equals by position.
        """

    def path(self, allowed: int | None, effort: Effort | None = None) -> str:
        """What `top` would do where `allowed` rows are (None: all), in a few words."""

    def build(self) -> None:
        """Measure candidates on rows held out, and keep the fastest that is good enough.

        Searches go on meanwhile, as before; they use the new index once it stands.
        """

    def stop(self) -> None:
        """End soon what is being made in the background, and wait a while for that."""

    def audit(self, queries: int = 100, k: int = 10) -> Mapping[str, float]:
        """Recall against the exact answer and microseconds, on that many of its own rows."""

    def save(self, folder: Path) -> None:
        """Write vectors and index, with a manifest of checksums."""


class VectorStore(Protocol):
    """Makes and opens `VectorRows`."""

    def new(self, space: VectorSpace, options: Mapping[str, Any]) -> VectorRows: ...

    def open(self, space: VectorSpace, options: Mapping[str, Any], folder: Path) -> VectorRows:
        """What `save` wrote; BadInput where a file is missing, damaged or of another space.

        Damage of the index alone is no error: the vectors are searched exactly until it is
        built again.
        """
