"""A second copy in half precision, for exact answers in two thirds of the time.

What half precision loses is measured when it is made, so what it leaves out is known to be out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import Metric
from .comparing import BY_FAISS, Query, is_fast, reach
from .faiss_library import faiss
from .held import Held, Positions

_LARGEST = 64 * 1024**2  # bytes of vectors: beyond, memory matters more
_GREATEST = 60_000.0  # components that half precision holds
_CHUNK = 4096
_MORE = 24  # rows beyond k, so that few searches are made twice
_MOST = 1024  # rows asked of the heap; beyond, single precision is as fast


def possible(held: Held, metric: Metric) -> bool:
    """Whether the rows fit, in memory and in range."""
    within = metric == "cosine" or held.longest < _GREATEST
    return metric in BY_FAISS and held.plain and within and held.vectors.nbytes <= _LARGEST


class Halves:
    """The first `rows` rows in half precision."""

    def __init__(self, held: Held, metric: Metric) -> None:
        kind = faiss.METRIC_L2 if metric == "euclidean" else faiss.METRIC_INNER_PRODUCT
        half = faiss.ScalarQuantizer.QT_fp16
        self._index = faiss.IndexScalarQuantizer(held.vectors.shape[1], half, kind)
        self._metric, self._blur = metric, 0.0
        for start in range(0, held.n, _CHUNK):
            part = held.comparable(start, min(start + _CHUNK, held.n))
            self._index.add(part)
            lost = self._index.sa_decode(self._index.sa_encode(part)) - part
            self._blur = max(self._blur, float(np.linalg.norm(lost, axis=1).max()) * 1.001)
        self.rows = held.n

    @property
    def bytes(self) -> int:
        return int(self._index.code_size * self._index.ntotal)

    def near(
        self, held: Held, query: Query, k: int, mask: NDArray[np.bool_] | None
    ) -> Positions | None:
        """Rows that hold the k best of those in the mask; None where that would not be fast."""
        if not is_fast(held, query, self._metric):
            return None
        bits = None if mask is None else np.packbits(mask[: self.rows], bitorder="little")
        count = min(k + _MORE, self.rows)
        while count <= _MOST:
            found = self._found(held, query, k, count, bits)
            if found is not None:
                return found
            count *= 4
        return None

    def _found(
        self, held: Held, query: Query, k: int, count: int, bits: NDArray[np.uint8] | None
    ) -> Positions | None:
        """The rows in reach of the k-th best, None where `count` rows do not show them all."""
        rough, ids = np.empty(count, dtype=np.float32), np.empty(count, dtype=np.int64)
        pointer = faiss.swig_ptr
        chosen = None if bits is None else faiss.IDSelectorBitmap(len(bits), pointer(bits))
        how = None if chosen is None else faiss.SearchParameters(sel=chosen)
        self._index.search_c(1, pointer(query.single), count, pointer(rough), pointer(ids), how)
        if ids[-1] < 0 or count == self.rows:
            return ids[ids >= 0]
        if self._metric == "euclidean":
            np.negative(rough, out=rough)
        last = reach(held, query, float(rough[k - 1]), self._metric, blur=self._blur)
        return None if rough[-1] >= last else ids[rough >= last]
