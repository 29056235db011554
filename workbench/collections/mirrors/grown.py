"""Arrays that rows are appended to."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Cell = TypeVar("Cell", bound=np.generic)


class Grown(Generic[Cell]):
    """An array (n, …) with room behind it; `view` is what is filled, until the next `extend`."""

    __slots__ = ("_cells", "_size")

    def __init__(self, dtype: Any, *shape: int) -> None:
        self._cells: NDArray[Cell] = np.empty((0, *shape), dtype)
        self._size = 0

    @classmethod
    def of(cls, cells: NDArray[Cell]) -> Grown[Cell]:
        """That array itself, to which rows are appended elsewhere."""
        made = cls(cells.dtype)
        made._cells, made._size = cells, len(cells)
        return made

    def __len__(self) -> int:
        return self._size

    @property
    def view(self) -> NDArray[Cell]:
        return self._cells[: self._size]

    def extend(self, more: NDArray[Cell]) -> None:
        size = self._size + len(more)
        if size > len(self._cells):
            room = size if self._size == 0 else max(size, self._size + self._size // 2)
            cells = np.empty((room, *self._cells.shape[1:]), self._cells.dtype)
            cells[: self._size] = self.view
            self._cells = cells
        self._cells[self._size : size] = more
        self._size = size

    @property
    def bytes(self) -> int:
        """Memory of what is filled; the room behind it is not touched, so it is not held."""
        return self.view.nbytes
