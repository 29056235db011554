"""Which point of a sweep may be chosen."""

from __future__ import annotations

from collections.abc import Callable

from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.evaluation.sweeps.sweep import sweep


def test_a_point_that_fails_where_it_is_hard_is_not_the_best() -> None:
    questions = tuple(Question(f"q{n}", f"{n}?", answer="yes") for n in range(40))

    def make(brave: bool) -> Callable[[Question], str]:
        def system(question: Question) -> str:
            easy = int(question.id[1:]) < 30
            if not easy and not brave:
                raise ValueError("too hard")
            return "yes" if easy else "no"

        return system

    found = sweep(make, {"brave": [False, True]}, Golden(Card("hard"), questions), "exact")

    assert found.table().column("exact") == [1.0, 0.75]
    assert found.best("exact").settings == {"brave": True}
    assert "1 points have a value of too few questions" in found.best("exact").note
    assert found.pareto("exact").column("brave") == [True]


def test_a_sweep_without_a_run_shows_why() -> None:
    def make(depth: int) -> Callable[[Question], str]:
        raise ValueError(f"no index of depth {depth}")

    golden = Golden(Card("one"), (Question("q", "?", answer="yes"),))
    drawn = sweep(make, {"depth": [1, 2]}, golden, "exact").figure("exact")

    assert "ValueError: no index of depth 1" in drawn.axes[0].texts[0].get_text()
