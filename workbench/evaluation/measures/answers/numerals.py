"""Numbers read from a text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from numbers import Real
from typing import Any, NamedTuple, TypeGuard

# A sign, an id ("MSN-016"), a date or a range ("378-379") is told by what stands before.
_NUMERAL = re.compile(
    r"""
    (?<![\w.,]) (?<!\w[-–]) (?P<sign>[-+−])? [$€£¥]?
    (?: (?P<comma> [1-9]\d{0,2} (?:,\d{3})+ (?:\.\d+)? )
      | (?P<blank> [1-9]\d{0,2} (?P<mark>[\u00a0\u202f'’_])\d{3} (?:(?P=mark)\d{3})* (?:[.,]\d+)? )
      | (?P<point> [1-9]\d{0,2} (?: (?:\.\d{3}){2,} (?:,\d+)? | \.\d{3},\d+ ) )
      | (?P<bare> \d+ (?:[.,]\d+)? | \.\d+ )
    )
    (?P<exponent> e[-+−]?\d+ )?
    (?! \w*\d | [.,]\d )
    (?P<percent> [ \u00a0\u202f]?% )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GROUPS = {"comma": ",", "blank": "\u00a0\u202f'’_", "point": ".", "bare": ""}


def is_number(value: Any) -> TypeGuard[Real | Decimal]:
    """Whether a value is a finite number of any type, `Decimal` among them; a bool is none."""
    return (
        isinstance(value, Real | Decimal) and not isinstance(value, bool) and math.isfinite(value)
    )


class Numeral(NamedTuple):
    """A number as it is written; `percent` where the percent sign follows."""

    value: float
    percent: bool


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a text in reading order, whatever unit stands before or behind.

    A comma that leaves groups of three parts thousands ("1,234" is 1234), any other is a
    decimal comma ("3,14", "0,500"); a point is a decimal point ("1.234") unless there are
    several or a comma follows ("1.234.567", "1.234,5"). Thousands may be parted by ' _ and
    no-break blanks, not by plain ones. No number: digits that follow a letter, or a letter or
    digit and a dash ("G7", "MSN-016", the second of "378-379"), "1.2.3", words ("four").
    """
    for found in _NUMERAL.finditer(text):
        value = _value(found)
        if math.isfinite(value):
            yield Numeral(value, found["percent"] is not None)


def _value(found: re.Match[str]) -> float:
    kind = next(kind for kind in _GROUPS if found[kind])
    digits = found[kind].translate({ord(mark): None for mark in _GROUPS[kind]})
    exponent = (found["exponent"] or "").replace("−", "-")
    value = float(digits.replace(",", ".") + exponent)
    return -value if found["sign"] in ("-", "−") else value
