"""Makes and opens vectors in this process."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ....core.collections.definition import VectorSpace
from . import files
from .rows import FaissRows


class FaissStore:
    """`VectorStore` by FAISS."""

    def new(self, space: VectorSpace, options: Mapping[str, Any]) -> FaissRows:
        """None yet; BadInput where an option is not understood."""
        return FaissRows(space, options)

    def open(self, space: VectorSpace, options: Mapping[str, Any], folder: Path) -> FaissRows:
        """What `save` wrote; BadInput where a file other than the index's is not as it was."""
        return FaissRows(space, options, files.load(folder, space))
