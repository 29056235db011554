"""Three-valued truth as numbers: AND is the least, OR the most, NOT is 2 minus it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FALSE, UNKNOWN, TRUE = np.uint8(0), np.uint8(1), np.uint8(2)

Truths = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def judged(true: Mask, unknown: Mask) -> Truths:
    """TRUE and UNKNOWN where the masks say so, which share no row; FALSE elsewhere."""
    found = doubled(true)
    found |= unknown.view(np.uint8)
    return found


def doubled(true: Mask) -> Truths:
    """TRUE where the mask says so, FALSE elsewhere."""
    return true.view(np.uint8) * TRUE


def everywhere(truth: np.uint8, n: int) -> Truths:
    return np.full(n, truth, np.uint8)
