"""Approximate indexes of FAISS: each tells rows among which the best are likely."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ....core.collections.definition import Metric
from .comparing import Query
from .faiss_library import faiss
from .held import Floats, Held, Positions
from .threads import Threads

_CHUNK = 16384  # rows that are made comparable at once
_SAMPLE = 16384  # rows that codes are trained on: 1,000 for each of 16 centroids
_TOGETHER = 128  # codes scanned at once: a tenth faster for one query than FAISS's own 32
_PER_LIST = 50  # rows a list of an inverted file is trained on (FAISS warns below 39)
_LINKING = 80  # neighbours looked at while an HNSW is linked


class Effort(NamedTuple):
    """What an index is asked: how many rows, and what it looks through for them.

    `probes` are lists of an inverted file; 0 where there are none. An HNSW looks through `depth`.
    """

    depth: int
    probes: int = 0

    @property
    def lists(self) -> str:
        return f"{self.probes} lists, " if self.probes else ""

    def of(self, index: str) -> str:
        """What an index asked so is called."""
        return f"{index} + {self.lists}refine {self.depth}"


class Index:
    """A FAISS index over the first `rows` rows."""

    def __init__(self, name: str, index: Any, metric: Metric) -> None:
        self.name, self._index, self._metric = name, index, metric
        self._ready: dict[tuple[str, int], Any] = {}

    @property
    def rows(self) -> int:
        return int(self._index.ntotal)

    @property
    def is_listed(self) -> bool:
        return self.name.startswith("IVF")

    @property
    def is_linked(self) -> bool:
        return self.name.startswith("HNSW")

    @property
    def bytes(self) -> int:
        """What it takes beside the vectors: that of its file, near enough."""
        writer = faiss.VectorIOWriter()
        faiss.write_index(self._index, writer)
        return int(writer.data.size())

    def search(self, query: Query, effort: Effort) -> Positions:
        """Rows, at most `depth`, in no order to rely on."""
        depth, pointer = effort.depth, faiss.swig_ptr
        asked = _padded(query.single[None], self._index.d)
        rough, ids = np.empty(depth, dtype=np.float32), np.empty(depth, dtype=np.int64)
        how = self._how(effort)
        self._index.search_c(1, pointer(asked), depth, pointer(rough), pointer(ids), how)
        return ids if ids[-1] >= 0 else ids[ids >= 0]

    def grown(self, held: Held) -> Index:
        """A copy with all rows that are held; this one goes on as it is."""
        more = Index(self.name, faiss.clone_index(self._index), self._metric)
        more.add(held)
        return more

    def add(self, held: Held) -> None:
        """Take in the rows that are missing, in their order."""
        for start in range(self.rows, held.n, _CHUNK):
            part = held.comparable(start, min(start + _CHUNK, held.n))
            self._index.add(_padded(part, self._index.d))

    def written(self) -> Any:
        """Its bytes, as `read` takes them."""
        return faiss.serialize_index(self._index)

    def _how(self, effort: Effort) -> Any:
        """FAISS's parameters of a search; made once, as making them takes microseconds."""
        if self.is_linked:
            made = self._ready.get(("ef", effort.depth))
            made = made or faiss.SearchParametersHNSW(efSearch=effort.depth)
            return self._ready.setdefault(("ef", effort.depth), made)
        if effort.probes:
            made = self._ready.get(("probes", effort.probes))
            made = made or faiss.SearchParametersIVF(nprobe=effort.probes)
            return self._ready.setdefault(("probes", effort.probes), made)
        return None


def read(name: str, written: Any, metric: Metric) -> Index:
    """What `written` gave; only bytes whose checksum holds may come here."""
    return Index(name, faiss.deserialize_index(written), metric)


def quantised(held: Held, metric: Metric, *, parts: int) -> Index:
    """Product codes of 4 bits for each of `parts` parts of a vector, in FAISS's fast scan."""
    d = held.vectors.shape[1]
    wide = -(-d // parts) * parts
    index = faiss.IndexPQFastScan(wide, parts, 4, _kind(metric), _TOGETHER)
    return _built(f"PQ{parts}x4fs", index, held, metric)


def linked(held: Held, metric: Metric, *, links: int) -> Index:
    """A navigable graph over half-precision copies."""
    half = faiss.ScalarQuantizer.QT_fp16
    index = faiss.IndexHNSWSQ(held.vectors.shape[1], half, links, _kind(metric))
    index.hnsw.efConstruction = _LINKING
    return _built(f"HNSW{links}", index, held, metric)


def listed(held: Held, metric: Metric, *, lists: int, parts: int) -> Index:
    """Lists of near rows, of which few are looked through, by their product codes."""
    d = held.vectors.shape[1]
    wide = -(-d // parts) * parts
    coarse = faiss.IndexFlat(wide, _kind(metric))
    index = faiss.IndexIVFPQFastScan(coarse, wide, lists, parts, 4, _kind(metric))
    coarse.this.disown()
    index.own_fields = True
    index.by_residual = True  # codes of what sets a row apart from its list: far better recall
    index.cp.max_points_per_centroid = _PER_LIST
    index.cp.niter = 10
    return _built(f"IVF{lists},PQ{parts}x4fs", index, held, metric)


def _built(name: str, index: Any, held: Held, metric: Metric) -> Index:
    lists = getattr(index, "nlist", 0)
    sample = _padded(_sample(held, max(_SAMPLE, lists * _PER_LIST)), index.d)
    with Threads(0 if lists else 1):  # codes are trained in steps too small to share
        index.train(sample)
    made = Index(name, index, metric)
    made.add(held)
    return made


def _sample(held: Held, most: int) -> Floats:
    """Rows spread over all, the same each time."""
    if held.n <= most:
        return held.comparable(0, held.n)
    at = np.sort(np.random.default_rng(held.n).choice(held.n, most, replace=False))
    rows = held.vectors.take(at, axis=0)
    if len(held.inverses):
        rows *= held.inverses.take(at)[:, None]
    return rows


def _padded(rows: Floats, d: int) -> Floats:
    if rows.shape[1] == d:
        return rows
    return np.pad(rows, ((0, 0), (0, d - rows.shape[1])))


def _kind(metric: Metric) -> int:
    return int(faiss.METRIC_L2 if metric == "euclidean" else faiss.METRIC_INNER_PRODUCT)
