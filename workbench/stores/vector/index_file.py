"""The vectors in an index file of FAISS.

FAISS believes what it reads: open only files that you trust.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Metric
from ...core.errors import BadInput, NotSupported
from .rows.faiss_library import faiss

_METRICS: dict[int, Metric] = {
    faiss.METRIC_L2: "euclidean",
    faiss.METRIC_INNER_PRODUCT: "dot",
}
# Others of their family end the process when they are asked for a vector: FAISS 1.15 with
# IndexIVFPQFastScan.
_IVF = ("IndexIVFFlat", "IndexIVFScalarQuantizer", "IndexIVFPQ")
_EXACT = ("IndexFlat", "IndexFlatL2", "IndexFlatIP", "IndexHNSWFlat", "IndexNSGFlat")
_EXACT_IVF = "IndexIVFFlat"


class IndexFile:
    """An index, whole in memory, that gives back what it holds.

    `exact` says that vectors come back as they went in; a compressed index gives what it made of
    them. `metric` is None where a collection has no such metric. BadInput for a file that FAISS
    cannot read, NotSupported for an index that does not give its vectors back.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._read = faiss.read_index(str(path))  # owns all that is used of it below
        except RuntimeError as error:
            says = str(error).rsplit(": ", 1)[-1].strip()
            raise BadInput(f"{path}: expected an index of FAISS, which says: {says}") from error
        whole = faiss.downcast_index(self._read)
        self.kind = type(whole).__name__
        self.dimension, self.metric = int(whole.d), _METRICS.get(whole.metric_type)
        self._ids = faiss.vector_to_array(whole.id_map) if _is_id_map(whole) else None
        self._index = _unwrapped(whole)
        self._ivf = self._inverted()
        self._check()

    @property
    def exact(self) -> bool:
        kind = type(self._index).__name__
        return kind in _EXACT or kind == _EXACT_IVF

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """(n,) the number that the index has for each vector."""
        found: NDArray[np.int64] = self._keys if self._ids is None else self._ids
        return found

    @property
    def in_order(self) -> bool:
        """Whether `numbers` are in the order in which the vectors were added."""
        return bool(np.array_equal(self._keys, np.arange(len(self._keys))))

    def rows(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors (m, d) at places of `numbers`."""
        found = np.empty((len(places), self.dimension), np.float32)
        # One by one: an error of many at once would be raised in a thread, and end the process.
        for row, key in zip(found, self._keys[places].tolist(), strict=True):
            self._index.reconstruct(key, row)
        return found

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        """What the inner index calls its vectors; its inverted lists hold them in their order."""
        if self._ivf is None:
            return np.arange(self._index.ntotal)
        lists = self._ivf.invlists
        found = [np.zeros(0, np.int64)]
        for at in range(lists.nlist):
            if size := lists.list_size(at):
                found.append(faiss.rev_swig_ptr(lists.get_ids(at), size).copy())
        return np.sort(np.concatenate(found))

    def _inverted(self) -> Any:
        """The part with inverted lists, ready to find a vector by its number; None without one."""
        found = faiss.try_extract_index_ivf(self._index)
        if found is None:
            return None
        ivf = faiss.downcast_index(found)
        kind = type(ivf).__name__
        if kind not in _IVF:
            raise NotSupported(f"{self.path}: {kind} does not give its vectors back; {_INSTEAD}")
        ivf.set_direct_map_type(faiss.DirectMap.Hashtable)
        return ivf

    def _check(self) -> None:
        if len(np.unique(self._keys)) < len(self._keys):
            raise BadInput(f"{self.path}: expected each number once, saw some twice: {self.kind}")
        try:
            self.rows(np.arange(min(1, len(self.numbers))))
        except RuntimeError as error:
            told = f"{self.kind} does not give its vectors back"
            raise NotSupported(f"{self.path}: {told}; {_INSTEAD}") from error


_INSTEAD = "import the vectors that it was made of, from a Parquet file"


def _is_id_map(index: Any) -> bool:
    return isinstance(index, faiss.IndexIDMap)


def _unwrapped(index: Any) -> Any:
    """What holds the vectors: below a map of ids, and of two that refine the exact one."""
    while True:
        if _is_id_map(index):
            index = faiss.downcast_index(index.index)
        elif isinstance(index, faiss.IndexRefine):
            index = faiss.downcast_index(index.refine_index)
        else:
            return index
