"""How many processors FAISS may use."""

from __future__ import annotations

import os

from .library import faiss


class Threads:
    """In this thread, for a while. A search takes one: a second would take longer to wake."""

    __slots__ = ("_before", "_count")

    def __init__(self, count: int | None = None) -> None:
        self._count = count or os.cpu_count() or 1

    def __enter__(self) -> None:
        self._before = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(self._count)

    def __exit__(self, *_: object) -> None:
        faiss.omp_set_num_threads(self._before)
