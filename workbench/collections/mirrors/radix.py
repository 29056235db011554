"""Sorting by small whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_DIGIT = 2**16


def order_of(codes: NDArray[Any], below: int) -> NDArray[np.int64]:
    """The places of codes from 0 to `below` - 1 in ascending order, equals by place.

    numpy sorts 16 bits by radix: two such passes take a third of a stable sort of more bits.
    """
    if below > _DIGIT**2:
        return np.argsort(codes, kind="stable")
    places = np.argsort(codes.astype(np.uint16), kind="stable")
    if below <= _DIGIT:
        return places
    return places[np.argsort((codes[places] >> 16).astype(np.uint16), kind="stable")]
