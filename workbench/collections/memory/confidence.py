"""How much a fact or a procedure is trusted: from 0 to 1, raised and lowered by use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput

FIRST = 0.5
_UP, _DOWN = 0.1, 0.05
_DIGITS = 9  # steps of a twentieth stay as they are written


def moved(confidence: float, *, good: bool) -> float:
    """Up by 0.1 or down by 0.05, kept within 0 to 1."""
    step = _UP if good else -_DOWN
    return round(min(1.0, max(0.0, confidence + step)), _DIGITS)


def of(payload: Mapping[str, Any]) -> float:
    """That of a payload; 0.5 where it says none."""
    found = payload.get("confidence")
    return float(found) if isinstance(found, int | float) else FIRST


def of_all(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those of a column, 0.5 where it holds NaN."""
    return np.where(np.isnan(numbers), FIRST, numbers)


def checked(confidence: float) -> float:
    """BadInput for what is no number from 0 to 1."""
    number = isinstance(confidence, int | float) and not isinstance(confidence, bool)
    if not number or not 0 <= confidence <= 1:
        raise BadInput(f"confidence: expected a number from 0 to 1, saw {confidence!r}")
    return float(confidence)
