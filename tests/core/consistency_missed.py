"""Near misses, which no rule may find, and what nobody can decide."""

from __future__ import annotations

from typing import Any

from tests.core.consistency_found import FOUNDER, KNOWN, B, claims, secret
from tests.core.small_snapshots import edge, entity, year

MISSED: list[tuple[str, tuple[Any, ...]]] = [
    (
        "A1",  # one source tells both: he left and came again
        (
            edge("a", "MEMBER_OF", "p1 f1", ("340", "350")),
            edge("b", "MEMBER_OF", "p1 f1", ("345", "350")),
        ),
    ),
    (
        "A1",  # another gate between the same planes
        (
            edge("a", "ACCESSIBLE_VIA", "o1 o2", ("340", None), via="a door"),
            edge("b", "ACCESSIBLE_VIA", "o1 o2", ("345", None), via="a well", **B),
        ),
    ),
    (
        "A1",  # lamp_regency.year_3 is year 233
        (
            edge("a", "MEMBER_OF", "p1 f1", ("233", "240")),
            edge("b", "MEMBER_OF", "p1 f1", ("bell_age.lamp_regency.year_3", "240"), **B),
        ),
    ),
    (
        "A3",  # a hand-over inside one year
        (
            edge("a", "RULES", "p1 l1", ("340", "345")),
            edge("b", "RULES", "p2 l1", ("345", None)),
        ),
    ),
    (
        "A3",  # a window of C5 takes no part
        (
            edge("a", "RULES", "p1 l1", ("340", None)),
            edge("b", "RULES", "p2 l1", ("346", "345")),
        ),
    ),
    (
        "A4",
        (
            edge("a", "ALLIED_WITH", "f1 f2", ("340", "350")),
            edge("b", "ENEMY_OF", "f2 f1", ("350", None)),
        ),
    ),
    (
        "A5",  # no exclusive group names these two
        (
            edge("a", "MEMBER_OF", "p1 f1", ("340", "350")),
            edge("b", "MEMBER_OF", "p1 f2", ("345", None)),
        ),
    ),
    (
        "B1",
        (
            entity("p1", died=year("370"), lingers=True),
            entity("e1", occurred=year("377")),
            edge("a", "WITNESSED", "p1 e1"),
        ),
    ),
    (
        "B1",
        (
            entity("p1", born=year("377")),
            entity("e1", occurred=year("377")),
            edge("a", "WITNESSED", "p1 e1"),
        ),
    ),
    (
        "B2",
        (entity("p1", died=year("390")), edge("a", "BURIED_AT", "p1 l1", ("390", None))),
    ),
    (
        "B2",
        (
            entity("p1", died=year("390"), lingers=True),
            edge("a", "MEMBER_OF", "p1 f1", ("380", None)),
        ),
    ),
    (
        "B2",  # a birth in the year itself, an open start
        (
            entity("p1", born=year("340"), died=year("390")),
            edge("a", "MEMBER_OF", "p1 f1", ("340", "390")),
            edge("b", "MEMBER_OF", "p1 f2", (None, "380")),
        ),
    ),
    ("A2", (entity("p1", claims="none that we know"), edge("a", "SPEAKS", "p1 f1"))),
    ("B3", (entity("i1", created=year("326")), edge("a", "POSSESSES", "p1 i1", ("326", None)))),
    ("B4", (entity("f1", founded=year("304")), edge("a", "FOUNDED", "p1 f1", ("303", "304")))),
    (
        "B5",
        (entity("g1", exists_from=year("304")), edge("a", "PRACTICES", "p1 g1", ("304", None))),
    ),
    (
        "B6",
        (
            entity("p1", born=year("340"), died=year("351")),
            entity("p2", born=year("352")),
            edge("a", "PARENT_OF", "p1 p2"),
        ),
    ),
    (
        "B6",  # in two root eras nothing is compared
        (
            entity("p1", born="long_ebb.year_608"),
            entity("p2", born=year("1")),
            edge("a", "PARENT_OF", "p1 p2"),
        ),
    ),
    (
        "B6",  # C5 tells of its window
        (
            entity("p1", born=year("340")),
            entity("p2", born=year("345")),
            edge("a", "PARENT_OF", "p1 p2", ("346", "345")),
        ),
    ),
    ("C1", (edge("a", "MEMBER_OF", "p1 f1"), edge("k1", "KNOWN_BY", "d1 p1"))),
    ("C2", (edge("a", "RULES", "p1 l1"), edge("k1", "KNOWN_BY", "d1 p1"))),
    (
        "C3",
        (
            FOUNDER,
            edge("a", "MEMBER_OF", "p3 n1"),
            edge("b", "PARENT_OF", "p1 p2"),
            edge("c", "PARENT_OF", "p2 p3"),
        ),
    ),
    ("C4", (edge("a", "PART_OF", "r1 r2"), edge("b", "PART_OF", "r1 r1"))),
    ("C4", (edge("a", "ENEMY_OF", "f1 f2"), edge("b", "ENEMY_OF", "f2 f1"))),
    ("C5", (edge("a", "LOCATED_IN", "p1 l1", ("errata.year_3", "unnumbered.year_7")),)),
    ("C5", (entity("d1", started=year("340"), ended="soon?"), edge("a", "TARGETS", "d1 l1"))),
    ("C6", (secret(), *KNOWN)),
    ("C7", (entity("o1", ("margin",)), edge("a", "ADJACENT_TO", "o1 o2"))),
    ("C7", (entity("p1", ("margin", "tidewheel")), edge("a", "MEMBER_OF", "p1 f1"))),
    ("C8", (edge("a", "SPEAKS", "p1 p2"), edge("b", "SPEAKS", "p1 p3", sources=("migration",)))),
    ("C10", (edge("a", "PARENT_OF", "p1 p9"), edge("b", "PARENT_OF", "p2 p9"))),
    ("C11", (edge("a", "ENEMY_OF", "f1 f2"),)),
    ("D1", (edge("a", "SPEAKS", "p1 p2"),)),
    ("D2", (entity("e1"), edge("a", "OCCURRED_AT", "e2 l1"))),  # e1 is an orphan, D1's
    ("D3", (entity("f1", founded=year("3")), edge("a", "MEMBER_OF", "p1 f1"))),
    ("D3", (edge("a", "FOUNDED", "p1 f1"),)),
]

UNDECIDED: list[tuple[str, tuple[Any, ...]]] = [
    (
        "A2",  # a year and a month in it
        (
            entity(
                "p1",
                claims=claims(
                    ("born", "bell_age.year_1", "x"), ("born", "bell_age.year_1.month_2", "y")
                ),
            ),
            edge("a", "SPEAKS", "p1 f1"),
        ),
    ),
    (
        "A3",  # nobody knows where the Unnumbered Nights belong
        (
            edge("a", "RULES", "p1 l1", ("unnumbered", "unnumbered")),
            edge("b", "RULES", "p2 l1", ("340", None)),
        ),
    ),
    (
        "A3",  # the year of the hand-over may hold a clash
        (
            edge("a", "RULES", "p1 l1", ("340", "345")),
            edge("b", "RULES", "p2 l1", ("345.3", None)),
        ),
    ),
    (
        "B1",
        (
            entity("p1", born="unnumbered.year_3"),
            entity("e1", occurred=year("377")),
            edge("a", "WITNESSED", "p1 e1"),
        ),
    ),
    (
        "B2",  # a death that cannot be read is not known to be before anything
        (
            entity("p1", died="Year 390"),
            edge("a", "MEMBER_OF", "p1 f1", ("380", None)),
        ),
    ),
    ("C3", (edge("a", "MEMBER_OF", "p1 n1"),)),  # whose founder nobody tells
]
