"""RBP and ERR against their definitions, written out."""

from __future__ import annotations

import random
import shutil

import ir_measures
import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.replies import Ranking
from workbench.evaluation.measures.rank_biased import (
    expected_reciprocal_rank,
    rank_biased_precision,
)
from workbench.evaluation.measures.retrieval import retrieval


def graded(seed: int, lowest: int = -1) -> list[int | None]:
    rnd = random.Random(seed)
    return [rnd.choice([None, *range(lowest, 5)]) for _ in range(12)]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("p", [0.5, 0.8, 0.95])
def test_rbp_is_the_share_of_steps_that_meet_a_relevant_document(seed: int, p: float) -> None:
    grades = graded(seed)
    total, reaches = 0.0, 1.0
    for grade in grades:
        total += reaches * (1 - p) * (1 if (grade or 0) >= 2 else 0)
        reaches *= p
    assert rank_biased_precision(grades, p, rel=2) == pytest.approx(total, abs=1e-12)


def test_the_spellings_of_rbp() -> None:
    run = {"q": Ranking(list("abcd"), [4.0, 3.0, 2.0, 1.0])}
    names = ["RBP", "RBP(p=0.8)@10", "RBP(p=0.5)@2", "RBP(rel=2)"]
    found = retrieval({"q": {"a": 1, "c": 2, "d": 0}}, run, names)
    assert {name: one.mean for name, one in found.items()} == pytest.approx(
        {"RBP": 0.2 + 0.128, "RBP@10": 0.2 + 0.128, "RBP(p=0.5)@2": 0.5, "RBP(rel=2)": 0.128}
    )


@pytest.mark.parametrize("seed", range(5))
def test_err_is_the_mean_reciprocal_rank_of_every_way_to_stop(seed: int) -> None:
    chances = [(2 ** max(grade or 0, 0) - 1) / 16 for grade in graded(seed)]
    ways = []
    for rank, content in enumerate(chances, 1):
        still_looking = 1.0
        for before in chances[: rank - 1]:
            still_looking *= 1 - before
        ways.append(still_looking * content / rank)
    assert expected_reciprocal_rank(graded(seed)) == pytest.approx(sum(ways), abs=1e-12)


@pytest.mark.skipif(not shutil.which("perl"), reason="gdeval, the reference, is written in Perl")
def test_err_is_that_of_gdeval_to_its_five_digits() -> None:
    judgements = {"1": {"a": 4, "b": 0, "c": 1, "d": 3}, "2": {"a": 2}}
    run = {"1": {"c": 3.0, "d": 2.0, "a": 1.0}, "2": {"x": 2.0, "a": 1.0}}
    expected = ir_measures.gdeval.iter_calc([ir_measures.ERR @ 2], judgements, run)
    found = retrieval(judgements, run, ["ERR@2"])["ERR@2"].by_question()
    assert found == pytest.approx({one.query_id: one.value for one in expected}, abs=5e-6)


def test_judged_is_that_of_ir_measures() -> None:
    judgements = {"1": {"a": 0, "b": 1}, "2": {"a": 2}}
    run = {"1": {"c": 3.0, "b": 2.0, "a": 1.0}, "2": {"x": 2.0, "y": 1.0}}
    wanted = [ir_measures.Judged @ 2, ir_measures.Judged @ 10, ir_measures.Judged]
    found = retrieval(judgements, run, [str(one) for one in wanted])
    for one in ir_measures.judged.iter_calc(wanted, judgements, run):
        assert found[str(one.measure)].values[one.query_id, 1] == pytest.approx(one.value)


def test_err_refuses_a_grade_that_would_be_a_chance_above_1() -> None:
    with pytest.raises(BadInput, match="expected grades up to 4, found 5"):
        expected_reciprocal_rank([5])
