"""What each rule of the graph must find: rule, what stands there, ids, edges."""

from __future__ import annotations

from typing import Any

from tests.core.small_snapshots import edge, entity, year

B = {"sources": ("src_b",)}
FOUNDER = entity("n1", founding_ancestor="p1")


def claims(*values: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"property": p, "value": v, "source": s} for p, v, s in values]


def secret(**own: Any) -> Any:
    fields = {"rumor": "r", "content": "c", "min_tier": 2, "danger_if_revealed": "none"}
    basis = {"template_id": "whispered_secret", "type": "Secret", "setting_id": "tidewheel"}
    return entity("d1", **{**basis, **fields, "sources": ["src_a"], **own})


KNOWN = (edge("k1", "KNOWN_BY", "d1 p1", how="own"), edge("k2", "ABOUT", "d1 f1"))

FOUND: list[tuple[str, tuple[Any, ...], str, str]] = [
    (
        "A1",
        (
            edge("a", "MEMBER_OF", "p1 f1", ("340", "350")),
            edge("b", "MEMBER_OF", "p1 f1", ("345", "350"), **B),
        ),
        "f1 p1",
        "a b",
    ),
    (
        "A1",  # a symmetric relation may be stored either way
        (
            edge("a", "SPOUSE_OF", "p1 p2", ("340", "350")),
            edge("b", "SPOUSE_OF", "p2 p1", ("341", "350"), **B),
        ),
        "p1 p2",
        "a b",
    ),
    (
        "A2",
        (
            entity(
                "p1",
                claims=claims(("born", "bell_age.year_1", "x"), ("born", "bell_age.year_2", "y")),
            ),
            edge("a", "SPEAKS", "p1 f1"),
        ),
        "p1",
        "",
    ),
    (
        "A3",
        (
            edge("a", "RULES", "p1 l1", ("340", None)),
            edge("b", "RULES", "p2 l1", ("345", "346")),
        ),
        "l1 p1 p2",
        "a b",
    ),
    (
        "A4",
        (
            edge("a", "ALLIED_WITH", "f1 f2", ("340", "350")),
            edge("b", "ENEMY_OF", "f2 f1", ("345", None)),
        ),
        "f1 f2",
        "a b",
    ),
    (
        "B1",
        (
            entity("p1", born=year("384")),
            entity("e1", occurred=year("377")),
            edge("a", "WITNESSED", "p1 e1"),
        ),
        "e1 p1",
        "a",
    ),
    (
        "B1",
        (
            entity("p1", died=year("370")),
            entity("e1", occurred=year("377")),
            edge("a", "PARTICIPATED_IN", "p1 e1"),
        ),
        "e1 p1",
        "a",
    ),
    (
        "B2",
        (
            entity("p1", born=year("340"), died=year("390")),
            edge("a", "MEMBER_OF", "p1 f1", ("339", "380")),
        ),
        "f1 p1",
        "a",
    ),
    (
        "B2",
        (entity("p1", died=year("390")), edge("a", "KNOWN_BY", "d1 p1", ("380", "391"))),
        "d1 p1",
        "a",
    ),
    (
        "B2",  # an open end reaches past every death
        (entity("p1", died=year("390")), edge("a", "MEMBER_OF", "p1 f1", ("380", None))),
        "f1 p1",
        "a",
    ),
    (
        "B3",
        (entity("i1", created=year("326")), edge("a", "POSSESSES", "p1 i1", ("300", "330"))),
        "i1 p1",
        "a",
    ),
    (
        "B3",
        (entity("i1", destroyed=year("326")), edge("a", "POSSESSES", "p1 i1", ("300", "327"))),
        "i1 p1",
        "a",
    ),
    (
        "B4",
        (entity("f1", founded=year("304")), edge("a", "MEMBER_OF", "p1 f1", ("299", "303"))),
        "f1 p1",
        "a",
    ),
    (
        "B5",
        (entity("g1", exists_from=year("304")), edge("a", "PRACTICES", "p1 g1", ("233", "240"))),
        "g1 p1",
        "a",
    ),
    (
        "B6",
        (
            entity("p1", born=year("340")),
            entity("p2", born=year("351")),
            edge("a", "PARENT_OF", "p1 p2"),
        ),
        "p1 p2",
        "a",
    ),
    (
        "B6",
        (
            entity("p1", born=year("300"), died=year("338")),
            entity("p2", born=year("340")),
            edge("a", "PARENT_OF", "p1 p2"),
        ),
        "p1 p2",
        "a",
    ),
    ("C1", (edge("a", "MEMBER_OF", "i1 f1"),), "f1 i1", "a"),
    ("C2", (edge("a", "OWES_TEA_TO", "p1 p2"),), "p1 p2", "a"),
    ("C3", (FOUNDER, edge("a", "MEMBER_OF", "p2 n1")), "n1 p2", "a"),
    (
        "C3",
        (
            FOUNDER,
            entity("n2", founding_ancestor="p1"),
            edge("a", "MEMBER_OF", "p1 n1"),
            edge("b", "MEMBER_OF", "p1 n2"),
        ),
        "n1 n2 p1",
        "a b",
    ),
    (
        "C4",
        (
            edge("a", "PART_OF", "r1 r2"),
            edge("b", "PART_OF", "r2 r3"),
            edge("c", "PART_OF", "r3 r1"),
            edge("d", "PART_OF", "r4 r1"),
        ),
        "r1 r2 r3",
        "a b c",
    ),
    ("C5", (edge("a", "LOCATED_IN", "p1 l1", ("399", "373")),), "l1 p1", "a"),
    ("C5", (edge("a", "LOCATED_IN", "p1 l1", ("Year 340", None)),), "l1 p1", "a"),
    ("C5", (edge("a", "LOCATED_IN", "p1 l1", ("current", None)),), "l1 p1", "a"),
    ("C5", (edge("a", "LOCATED_IN", "p1 l1", ("long_ebb.year_609", None)),), "l1 p1", "a"),
    (
        "C5",
        (entity("p1", born=year("340"), died=year("339")), edge("a", "SPEAKS", "p1 f1")),
        "p1",
        "",
    ),
    (
        "C5",
        (entity("d1", started=year("340"), ended=year("339")), edge("a", "TARGETS", "d1 l1")),
        "d1",
        "",
    ),
    ("C6", (secret(min_tier=9), *KNOWN), "d1", ""),
    ("C6", (secret(), KNOWN[1]), "d1", ""),  # KNOWN_BY at least once
    ("C6", (edge("a", "MEMBER_OF", "p1 f1", secrecy="faction_internal"),), "f1 p1", "a"),
    ("C7", (entity("p1", ("margin",)), edge("a", "MEMBER_OF", "p1 f1")), "f1 p1", "a"),
    ("C8", (edge("a", "SPEAKS", "p1 p2", sources=()),), "p1 p2", "a"),
    ("C8", (edge("a", "SPEAKS", "p1 p2", sources=("src_lost",)),), "p1 p2", "a"),
    (
        "C10",
        tuple(edge(x, "PARENT_OF", f"p{at} p9") for at, x in enumerate("abc")),
        "p0 p1 p2 p9",
        "a b c",
    ),
    ("C11", (edge("a", "ENEMY_OF", "f1 f1"),), "f1", "a"),
    ("D1", (entity("p1"), edge("a", "SPEAKS", "p2 p3")), "p1", ""),
    ("D2", (edge("a", "WITNESSED", "p1 e1"),), "e1", ""),
    ("D3", (edge("a", "MEMBER_OF", "p1 f1"),), "f1", ""),
]
