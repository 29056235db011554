"""How many processors FAISS may use."""

from __future__ import annotations

import os

from .faiss_library import faiss


class Threads:
    """In this thread, for a while: None is all, 0 as many as it may use already.

    A search takes one: a second would take longer to wake.
    """

    __slots__ = ("_before", "_count")

    def __init__(self, count: int | None = None) -> None:
        self._count = (os.cpu_count() or 1) if count is None else count

    def __enter__(self) -> None:
        self._before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(self._count or self._before)

    def __exit__(self, *_: object) -> None:
        faiss.omp_set_num_threads(self._before)
