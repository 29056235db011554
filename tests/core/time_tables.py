"""The truth tables of canonical time, row by row, and the eras they speak of.

Short forms: `ba.345.m3.d9` is bell_age.year_345.month_3.day_9; `-` is an open end. The fifth
column of a row, where it has one, is what `current` stands for.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_NAMES = {
    "ba": "bell_age",
    "le": "long_ebb",
    "fs": "first_salt",
    "un": "unnumbered",
    "rv": "revision",
    "fd": "first_draft",
}


def full(short: str) -> str | None:
    """`ba.345.m3` as a canonical time; None for an open end."""
    if short == "-":
        return None
    first, *rest = short.split(".")
    parts = [_NAMES.get(first, first), *(_unit(part) for part in rest)]
    return ".".join(parts)


def _unit(part: str) -> str:
    unit = re.fullmatch(r"([md]?)(\d+)", part)
    return f"{ {'': 'year', 'm': 'month', 'd': 'day'}[unit[1]] }_{unit[2]}" if unit else part


def _sub(path: str, axis: str, span: tuple[int | None, int | None], numbering: str) -> Any:
    first, last = span
    return {
        "id": path,
        "axis": axis,
        "parent": path.rpartition(".")[0],
        "first_year": first,
        "last_year": last,
        "numbering": numbering,
    }


DOCUMENT: dict[str, Any] = {
    "axes": [
        {"id": "tide", "months_per_year": 13, "days_per_month": 28},
        {"id": "page", "months_per_year": 8, "days_per_month": 40},
    ],
    "eras": [
        {"id": "first_salt", "axis": "tide", "parent": None, "order": 1, "length_years": None},
        {"id": "long_ebb", "axis": "tide", "parent": None, "order": 2, "length_years": 608},
        {"id": "bell_age", "axis": "tide", "parent": None, "order": 3, "open_end": True},
        {"id": "unnumbered", "axis": "tide", "parent": None, "order": None},
        _sub("long_ebb.dry_queen", "tide", (None, None), "own"),
        _sub("bell_age.quiet_bells", "tide", (1, 120), "parent"),
        _sub("bell_age.high_water", "tide", (140, 303), "parent"),
        _sub("bell_age.lamp_regency", "tide", (231, 245), "own"),
        _sub("bell_age.rope_years", "tide", (304, None), "parent") | {"open_end": True},
        {"id": "first_draft", "axis": "page", "parent": None, "order": 1, "length_years": 88},
        {"id": "revision", "axis": "page", "parent": None, "order": 2, "open_end": True},
        _sub("revision.great_cut", "page", (12, 15), "parent"),
    ],
}
EVENTS = {"evt_battle_gullet": "bell_age.year_377.month_5"}


class Row(NamedTuple):
    """`times` are the arguments in the order of the predicate; `expected` is its text."""

    id: str
    times: tuple[str | None, ...]
    current: str | None
    expected: str


_WINDOWS = """
W01 ba.345                     ba.340            ba.352            true
W02 ba.339                     ba.340            ba.352            false
W03 ba.340                     ba.340            ba.352            true
W04 ba.352                     ba.340            ba.352            true
W05 ba.353                     ba.340            ba.352            false
W06 ba.900                     ba.340            -                 true
W07 ba.1                       -                 ba.352            true
W08 un.7                       -                 -                 true
W09 ba                         ba.340            ba.352            unknown
W10 ba.345                     ba                ba                true
W11 ba                         ba                ba                true
W12 ba                         ba.1              -                 true
W13 ba                         ba.2              -                 unknown
W14 le.608                     ba.1              -                 false
W15 ba.1                       le.600            ba.20             true
W16 le                         fs                ba.1              true
W17 fs.9                       le.1              -                 false
W18 le                         -                 le.608            true
W19 le                         -                 le.607            unknown
W20 le.609                     -                 ba.1              unknown
W21 un.2                       ba.340            ba.352            unknown
W22 un.2                       un                un                true
W23 un.2                       un.3              -                 false
W24 un.2                       -                 ba.1              unknown
W25 ba.233                     ba.lamp_regency.3 ba.lamp_regency.3 true
W26 ba.232                     ba.lamp_regency.3 -                 false
W27 ba.lamp_regency.15         ba.245            ba.245            true
W28 ba.lamp_regency.16         ba.1              -                 unknown
W29 ba.quiet_bells.40          ba.40             ba.40             true
W30 ba.quiet_bells             ba.1              ba.120            true
W31 ba.quiet_bells             ba.1              ba.119            unknown
W32 ba.rope_years              ba.304            -                 true
W33 ba.303                     ba.rope_years     -                 false
W34 ba.412                     ba.rope_years     ba.rope_years     true
W35 ba.high_water              ba.rope_years     -                 false
W36 le.dry_queen               le                le                true
W37 le.dry_queen               le.1              le.300            unknown
W38 le.dry_queen.5             le.dry_queen      le.dry_queen      true
W39 le.dry_queen.5             le.dry_queen.9    -                 false
W40 le.590                     le.dry_queen      -                 unknown
W41 ba.20                      le.dry_queen      -                 true
W42 ba.340.m3                  ba.340.m3.d10     -                 unknown
W43 ba.340.m3.d10              ba.340.m3         ba.340.m3         true
W44 ba.340.m4.d1               -                 ba.340.m3         false
W45 ba.340                     ba.340.m3         -                 unknown
W46 ba.345                     ba.352            ba.340            false
W47 ba                         ba.352            ba.340            false
W48 rv.12                      ba.1              -                 unknown
W49 rv.13                      rv.great_cut      rv.great_cut      true
W50 fd.88                      rv.1              -                 false
W51 ba.m3                      ba.1              -                 true
W52 ba.m3                      ba.340            ba.340            unknown
W53 ba.340.m14                 ba.340            ba.340            unknown
W54 current                    ba.340            -                 true    ba.412.m5.d9
W55 current                    ba.340            ba.352            false   ba.412.m5.d9
W56 current                    ba.340            ba.352            true    ba.345
W57 current                    ba.340            -                 unknown -
W58 ba.event_evt_battle_gullet ba.377            ba.377            true
W59 le.event_evt_battle_gullet ba.377            ba.377            unknown
W60 3rd_age.345                3rd_age.340       3rd_age.352       true
W61 3rd_age.345                2nd_age.1         -                 unknown
W62 3rd_age.age_of_iron.12     3rd_age           -                 true
"""
_OVERLAPS = """
O01 ba.340            ba.352             ba.345        ba.360       true
O02 ba.340            ba.352             ba.352        ba.360       true
O03 ba.340            ba.352             ba.353        ba.360       false
O04 ba.340            -                  ba.350        ba.351       true
O05 -                 ba.340             ba.340        -            true
O06 -                 ba.339             ba.340        -            false
O07 -                 -                  ba.340        ba.352       true
O08 -                 -                  -             -            true
O09 -                 ba.340             -             ba.1         true
O10 ba.340            -                  ba.900        -            true
O11 ba                ba                 ba.340        ba.340       true
O12 le                le                 ba            ba           false
O13 le.600            ba.5               ba.5          ba.9         true
O14 un                un                 ba.1          -            unknown
O15 un                un                 un.2          un.2         true
O16 -                 un.3               un.4          -            false
O17 -                 un.3               ba.4          -            unknown
O18 le.dry_queen      le.dry_queen       le.1          le.300       unknown
O19 le.dry_queen      le.dry_queen       ba.1          -            false
O20 le.dry_queen      le.dry_queen       le            le           true
O21 ba.lamp_regency.1 ba.lamp_regency.15 ba.245        ba.246       true
O22 ba.lamp_regency   ba.lamp_regency    ba.246        -            false
O23 ba.352            ba.340             -             -            false
O24 rv.1              -                  ba.1          -            unknown
O25 rv.12             rv.15              rv.great_cut  rv.great_cut true
O26 ba.340.m1         ba.340.m6          ba.340.m6.d28 ba.341       true
O27 ba.340.m1         ba.340.m6          ba.340.m7     ba.341       false
O28 ba.340            ba.340             ba.340.m6     -            true
O29 fs                fs                 -             le.1         true
O30 ba.340            current            ba.412        -            true    ba.412.m5.d9
"""


def _rows(table: str, times: int) -> list[Row]:
    rows = []
    for line in table.strip().splitlines():
        name, *cells = line.split()
        current = full(cells[times + 1]) if len(cells) > times + 1 else None
        rows.append(Row(name, tuple(map(full, cells[:times])), current, cells[times]))
    return rows


WINDOWS = _rows(_WINDOWS, 3)
OVERLAPS = _rows(_OVERLAPS, 4)

REFUSED = [
    "340 TA",
    "340 Third Age",
    "Year 340",
    "3.340",
    "",
    "current.year_3",
    "bell_age.year_0",
    "bell_age.day_4",
    "bell_age.month_3.year_2",
    "Bell_age.year_3",
    "bell_age.year_340.event_evt_cracking",
    "bell_age..year_3",
    "year_340",
    "bell_age.year_-4",
]
