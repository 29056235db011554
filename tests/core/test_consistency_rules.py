"""Each rule of the graph on a case that it must find, and on a near miss that it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.core.consistency_found import FOUND
from tests.core.consistency_missed import MISSED, UNDECIDED
from tests.core.small_snapshots import edge, outcome, snapshot
from workbench.core.lore.consistency import LABELS, shipped
from workbench.core.lore.consistency.sweep import LOGIC


@pytest.mark.parametrize(("rule", "parts", "ids", "edges"), FOUND)
def test_a_planted_case_is_found(rule: str, parts: tuple[Any, ...], ids: str, edges: str) -> None:
    (finding,) = outcome(rule, snapshot(*parts)).findings
    assert finding.ids == tuple(ids.split())
    assert finding.edges == tuple(edges.split())
    assert finding.rule_id.startswith(f"{rule}_")


@pytest.mark.parametrize(("rule", "parts"), MISSED)
def test_a_near_miss_is_let_pass(rule: str, parts: tuple[Any, ...]) -> None:
    found = outcome(rule, snapshot(*parts))
    assert found.findings == ()
    assert found.undecided == 0


def test_two_factions_of_an_exclusive_group_clash() -> None:
    sworn = [
        edge("a", "MEMBER_OF", "p1 f1", ("340", "350")),
        edge("b", "MEMBER_OF", "p1 f2", ("345", None)),
    ]
    look = snapshot(
        *(
            replace(e, to_id=f)
            for e, f in zip(sworn, ("fac_bellwrights", "fac_unrung"), strict=True)
        )
    )
    (finding,) = outcome("A5", look).findings
    assert finding.ids == ("fac_bellwrights", "fac_unrung", "p1")


@pytest.mark.parametrize(("rule", "parts"), UNDECIDED)
def test_what_nobody_can_know_is_undecided_and_no_violation(
    rule: str, parts: tuple[Any, ...]
) -> None:
    found = outcome(rule, snapshot(*parts))
    assert (found.findings, found.undecided) == ((), 1)


def test_a_relation_without_an_end_dangles() -> None:
    look = snapshot(edge("a", "SPEAKS", "p1 p2"))
    look.broken = [("rel_x", "MEMBER_OF", ("p1",))]
    (finding,) = outcome("C9", look).findings
    assert (finding.ids, finding.edges) == (("p1",), ("rel_x",))
    assert outcome("C9", snapshot(edge("a", "SPEAKS", "p1 p2"))).findings == ()


def test_every_rule_has_its_logic_and_its_words() -> None:
    assert [rule.id for rule in shipped()] == list(LOGIC)
    assert {rule.category for rule in shipped()} == set(LABELS)
    assert {name for name, *_ in FOUND} | {"A5", "C9"} == {
        rule.id.partition("_")[0] for rule in shipped() if rule.category != "cross_store"
    }
