"""Which values count as numbers where an edge's property is a weight: one rule for every call."""

from __future__ import annotations

import math
import re

from ...core.property_graph.records import Scalar

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def weight_of(value: Scalar) -> float:
    """The weight that a value is: an int, a float, or text of a number, as "0.5" or ".5e-1".

    NaN where it is none: a bool, other text (blanks and underscores are in no number), or a
    number that is negative or infinite.
    """
    if isinstance(value, bool):
        return math.nan
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return math.nan
        value = float(value)
    return float(value) if 0 <= value < math.inf else math.nan
