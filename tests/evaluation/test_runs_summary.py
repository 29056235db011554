"""The table of a run has its means, times, costs and failures, and hides none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.evaluation.asked import MEASURES, Ranker, golden
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.run import Run
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.summary import summary


def run() -> Run:
    """Ten questions twice: q4 and q9 fail; q0, q3 and q6 are answered wrongly."""
    made = evaluate(Ranker(), golden(10), MEASURES, repeats=2)
    timed = (replace(one, seconds=float(at)) for at, one in enumerate(made.outcomes))
    return replace(made, outcomes=tuple(timed))


def rows(of: Run, **how: str) -> dict[str, tuple[object, ...]]:
    return {figure: tuple(rest) for figure, *rest in summary(of, **how).values}


def test_means_are_over_questions_and_failures_stand_apart() -> None:
    found = rows(run())

    assert found["exact"][:4] == (5 / 8, 8, 4, 0)
    assert found["RR"][:4] == (4 / 8, 8, 4, 0)
    assert found["failures"] == (
        4.0,
        20,
        4,
        0,
        "2 times: LookupError: nothing is known of 4",
    )


def test_percentiles_of_seconds_are_over_answered_outcomes() -> None:
    answered = [at for at in range(20) if at not in (8, 9, 18, 19)]
    found = rows(run())

    assert found["seconds p50"][:2] == (np.median(answered), 16)
    assert found["seconds p95"][0] == pytest.approx(np.quantile(answered, 0.95))


def test_cost_is_told_in_all_and_for_a_correct_answer() -> None:
    found = rows(run(), correct="exact")

    assert found["cost"][:2] == (16 * 0.25, 16)
    assert found["cost per correct answer (exact)"][0] == 16 * 0.25 / 10


def test_a_correct_answer_needs_a_measure_of_one_and_zero() -> None:
    with pytest.raises(BadInput, match="the run has no measure 'F1'; it has: nDCG@10, RR, exact"):
        summary(run(), correct="F1")
    odd = replace(run().scores["exact"], values={("q0", 1): 0.5})
    with pytest.raises(BadInput, match=r"a measure of 1 and 0, found 0\.5"):
        summary(replace(run(), scores={"exact": odd}), correct="exact")


def broken(question: Question) -> str:
    raise ConnectionError("refused")


def test_a_run_whose_questions_all_failed_alike_says_so_and_has_no_mean() -> None:
    found = rows(evaluate(broken, golden(3), ["exact"]))

    assert found["exact"] == (None, 0, 3, 0, "")
    assert found["failures"][-1] == (
        "EVERY QUESTION FAILED ALIKE, nothing was measured: ConnectionError: refused"
    )
