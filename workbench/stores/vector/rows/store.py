"""Makes and opens vectors in this process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ....core.collections.definition import VectorSpace
from . import files
from .rows import FaissRows


class FaissStore:
    """`VectorStore` by FAISS; with `automatic` an index is made once many rows are searched.

    That is in the background, and not where a collection has `auto_reindex` false.
    """

    def __init__(self, *, automatic: bool = False) -> None:
        self._automatic = automatic

    def new(self, space: VectorSpace, options: Mapping[str, Any]) -> FaissRows:
        """None yet; BadInput where an option is not understood."""
        return FaissRows(space, options, automatic=self._wanted(options))

    def open(self, space: VectorSpace, options: Mapping[str, Any], folder: Path) -> FaissRows:
        """What `save` wrote; BadInput where a file other than the index's is not as it was."""
        opened = files.load(folder, space)
        return FaissRows(space, options, opened, automatic=self._wanted(options))

    def _wanted(self, options: Mapping[str, Any]) -> bool:
        return self._automatic and options.get("auto_reindex") is not False
