"""Executor and judge agree on random statements over random data, always the same ones.

The long form is `python -m tests.velesql.fuzz --queries 500000 --processes 2`.
"""

from __future__ import annotations

import pytest

from tests.velesql.fuzz.running import Account, Round

QUERIES = 20_000
PARTS = 8
# What the language has, each of which must be asked often and mostly find something.
CLAUSES = (
    "near", "sparse", "near fused", "similarity", "text", "near and text", "near and sparse",
    "fusion rrf", "fusion weighted", "fusion rsf", "fusion maximum", "fusion average", "GROUP BY",
    "vector GROUP BY", "HAVING", "LET", "RANK OVER", "DISTINCT", "OFFSET", "join", "UNION",
    "INTERSECT", "EXCEPT", "subquery", "MATCH", "range of hops", "MATCH predicate", "SELECT EDGES",
    "insert", "update", "insert_edge", "GEO_DISTANCE", "LIKE", "CONTAINS", "NOW", "compat",
)  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_random_statements_are_answered_as_the_judge_answers_them(part: int) -> None:
    account, seed = Account(), 1_000_000 * part
    while account.asked < QUERIES // PARTS and not account.differences:
        Round(seed).run(account)
        seed += 1

    assert not account.differences, "\n".join(account.differences)
    assert [one for one in CLAUSES if not account.with_rows[one]] == []
    assert len(account.errors) > 10
