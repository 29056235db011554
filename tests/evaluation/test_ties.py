"""Ties are broken by a stated rule, and the range shows what they leave open."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from workbench.core.evaluation.replies import Ranking
from workbench.evaluation.measures.policies import Policies
from workbench.evaluation.measures.retrieval import retrieval
from workbench.evaluation.measures.ties import ordered

EVERY = """
    nDCG nDCG@3 nDCG(gains={0:2,1:0})@3 nDCG(dcg='exp-log2')@4 RR RR@2 RR(judged_only=True)
    AP AP@3 AP(rel=2) P@1 P(rel=2)@3 P(judged_only=True)@2 R@3 Success@2 Rprec Bpref Bpref(rel=2)
    IPrec@0.5 SetP SetR SetF SetAP NumRet NumRelRet NumRel RBP RBP(p=0.5,rel=2)@3 ERR@3 Judged@2
"""


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("trec_eval", ["é", "b", "a", "z"]),
        ("id", ["b", "a", "é", "z"]),
        ("given", ["z", "a", "b", "é"]),
    ],
)
def test_each_rule_has_its_order(rule: str, expected: list[str]) -> None:
    ranking = Ranking(["z", "a", "b", "é"], [0.1, 0.5, 0.5 + 1e-9, 0.5])
    positions = {}
    for one in ranking.ids:
        found = retrieval({"q": {one: 1}}, {"q": ranking}, ["RR"], Policies(ties=rule))["RR"]
        positions[one] = round(1 / found.mean)
    assert sorted(positions, key=positions.__getitem__) == expected


def test_of_a_document_that_is_there_twice_the_better_place_counts() -> None:
    by_score = ordered(["a", "b", "a"], [1.0, 2.0, 3.0], "trec_eval")
    given = ordered(["a", "b", "a"], [1.0, 2.0, 3.0], "given")
    assert (by_score.ids, by_score.ties, by_score.duplicates) == (["a", "b"], [], 1)
    assert (given.ids, given.duplicates) == (["a", "b"], 1)


def test_three_tied_documents_have_one_reciprocal_rank_at_any_cut() -> None:
    run = {"q": Ranking(["a", "b", "c"], [1.0, 1.0, 1.0])}
    found = retrieval({"q": {"a": 1}}, run, ["RR", "RR@10"])
    assert found["RR"].values == found["RR@10"].values == {("q", 1): pytest.approx(1 / 3)}
    assert found["RR"].ranges == found["RR@10"].ranges == {("q", 1): (pytest.approx(1 / 3), 1.0)}


def test_a_constant_scorer_shows_that_its_value_is_chance() -> None:
    documents = [f"d{at:02d}" for at in range(20)]
    judgements = {f"q{at:02d}": {documents[at]: 1} for at in range(20)}
    run = {one: Ranking([*one_first(documents, one)], [0.0] * 20) for one in judgements}
    found = retrieval(judgements, run, ["RR@10"])["RR@10"]
    # Relevant documents stand at every place once, so ten of them within the cut.
    assert found.mean == pytest.approx(sum(1 / rank for rank in range(1, 11)) / 20)
    assert set(found.ranges.values()) == {(0.0, 1.0)}


def one_first(documents: list[str], question: str) -> Iterator[str]:
    """The question's relevant document before the others, as a lucky system has it."""
    lucky = documents[int(question[1:])]
    yield lucky
    yield from (one for one in documents if one != lucky)


def test_no_range_where_the_order_of_the_tied_changes_nothing() -> None:
    run = {"q": Ranking(["a", "b", "c", "x", "y"], [3.0, 2.0, 2.0, 1.0, 1.0])}
    found = retrieval({"q": {"a": 1, "b": 1, "c": 1, "x": 1}}, run, ["P@3", "R@3", "AP", "P@4"])
    assert [bool(one.ranges) for one in found.values()] == [False, False, True, True]
    assert found["P@4"].ranges == {("q", 1): (0.75, 1.0)}


@pytest.mark.parametrize("seed", range(12))
def test_the_range_is_that_of_all_orders_of_the_tied(seed: int) -> None:
    judgements, groups = tied(random.Random(seed), [None, -2, -1, 0, 0, 1, 2])
    found, orders = measured_once_and_in_all_orders(judgements, groups, EVERY.split())
    for name, values in orders.items():
        assert found[name] == pytest.approx((min(values), max(values)), abs=1e-12), name


@pytest.mark.parametrize("seed", range(12))
def test_the_range_of_inf_ap_is_exact_where_no_grade_is_below_0(seed: int) -> None:
    judgements, groups = tied(random.Random(seed), [None, None, 0, 0, 1, 2])
    found, orders = measured_once_and_in_all_orders(judgements, groups, ["infAP"])
    assert found["infAP"] == pytest.approx((min(orders["infAP"]), max(orders["infAP"])), abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_the_range_of_inf_ap_is_within_that_of_all_orders(seed: int) -> None:
    judgements, groups = tied(random.Random(seed), [None, -2, -1, 0, 0, 1, 2])
    found, orders = measured_once_and_in_all_orders(judgements, groups, ["infAP"])
    low, high = found["infAP"]
    assert min(orders["infAP"]) - 1e-12 <= low <= high <= max(orders["infAP"]) + 1e-12


def tied(
    rnd: random.Random, choice: list[int | None]
) -> tuple[dict[str, int], list[tuple[str, ...]]]:
    """Grades of nine documents, and eight of them in tied groups of four, one and three."""
    ids = [f"d{at}" for at in range(9)]
    grades = {one: rnd.choice(choice) for one in ids}
    rnd.shuffle(ids)
    groups = [tuple(ids[:4]), tuple(ids[4:5]), tuple(ids[5:8])]
    return {one: grade for one, grade in grades.items() if grade is not None} | {"m": 1}, groups


def measured_once_and_in_all_orders(
    judgements: dict[str, int], groups: list[tuple[str, ...]], measures: list[str]
) -> tuple[dict[str, tuple[float, float]], dict[str, list[float]]]:
    """Each measure's range of the tied ranking, and its values in all orders of the tied."""
    scores = [-float(at) for at, group in enumerate(groups) for _ in group]
    ranking = Ranking([*itertools.chain(*groups)], scores)
    found = retrieval({"q": judgements}, {"q": ranking}, measures)
    ranges = {
        name: one.ranges.get(("q", 1), (one.values["q", 1],) * 2) for name, one in found.items()
    }
    ways = itertools.product(*map(itertools.permutations, groups))
    every = {
        str(at): Ranking([*itertools.chain(*one)], range(8, 0, -1)) for at, one in enumerate(ways)
    }
    orders = retrieval(dict.fromkeys(every, judgements), every, measures)
    return ranges, {name: list(one.values.values()) for name, one in orders.items()}
