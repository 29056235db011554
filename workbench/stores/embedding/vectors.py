"""What an embedder gives as vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors, a row each, at length 1; one without direction stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found = np.zeros_like(vectors)
    np.divide(vectors, lengths, out=found, where=lengths > 0)
    return found
