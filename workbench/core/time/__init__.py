"""Canonical time: written times, eras as data, windows, and answers in three values."""

from .chronology import Chronology, When
from .current import Current, current_time
from .eras import Axis, Era, Eras, Years
from .eras_reading import eras_of
from .extent import Extent, Span, Unresolved
from .parse import CURRENT, Time, parse_time
from .sort_keys import WindowKeys
from .truth import FALSE, TRUE, Truth, unknown

__all__ = [
    "CURRENT",
    "FALSE",
    "TRUE",
    "Axis",
    "Chronology",
    "Current",
    "Era",
    "Eras",
    "Extent",
    "Span",
    "Time",
    "Truth",
    "Unresolved",
    "When",
    "WindowKeys",
    "Years",
    "current_time",
    "eras_of",
    "parse_time",
    "unknown",
]
