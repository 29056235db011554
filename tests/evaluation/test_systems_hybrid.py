"""Fusions: each by its formula over one example, and the system around them."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Ranking, Reply, TraceStep
from workbench.evaluation.systems.bm25 import BM25
from workbench.evaluation.systems.fusion import normalised
from workbench.evaluation.systems.hybrid import Hybrid

QUESTION = Question("q", "which?")


class Fixed:
    """A system that always gives the same ranking."""

    def __init__(self, name: str, **scores: float) -> None:
        self.name, self._scores = name, scores

    def __call__(self, question: Question) -> Reply:
        ranking = Ranking(list(self._scores), list(self._scores.values()))
        return Reply(ranking, cost=0.5, trace=(TraceStep("fixed", self.name),))


ONE, OTHER = Fixed("one", a=9.0, b=5.0, c=1.0), Fixed("other", b=0.8, d=0.4)


def fused(*systems: Any, **settings: Any) -> dict[str, float]:
    ranking = Hybrid(systems or (ONE, OTHER), **settings)(QUESTION).ranking
    assert ranking is not None
    return dict(zip(ranking.ids, ranking.scores, strict=True))


# Min-max makes a 1, b 1/2, c 0 of the first, and b 1, d 0 of the other.
@pytest.mark.parametrize(
    ("fusion", "expected"),
    [
        ("rrf", {"b": 1 / 62 + 1 / 61, "a": 1 / 61, "d": 1 / 62, "c": 1 / 63}),
        # four candidates: 4, 3, 2 and 1 for d; 4, 3 and 3/2 for each of a and c
        ("borda", {"b": 7, "a": 5.5, "d": 4, "c": 3.5}),
        ("combsum", {"b": 1.5, "a": 1, "c": 0, "d": 0}),
        ("combmnz", {"b": 3, "a": 1, "c": 0, "d": 0}),
        ("combanz", {"a": 1, "b": 0.75, "c": 0, "d": 0}),
        ("combmax", {"a": 1, "b": 1, "c": 0, "d": 0}),
        ("combmin", {"a": 1, "b": 0.5, "c": 0, "d": 0}),
        ("combmed", {"a": 1, "b": 0.75, "c": 0, "d": 0}),
    ],
)
def test_a_fusion_follows_its_formula(fusion: str, expected: dict[str, float]) -> None:
    found = fused(fusion=fusion)
    assert found == pytest.approx(expected, abs=1e-12)
    assert list(found) == list(expected)


def test_weights_multiply_what_a_system_adds() -> None:
    assert fused(fusion="combsum", weights=(0.2, 0.8)) == pytest.approx(
        {"b": 0.9, "a": 0.2, "c": 0, "d": 0}
    )
    assert fused(weights=(2, 0))["a"] == pytest.approx(2 / 61)


def test_the_constant_of_reciprocal_ranks_can_be_chosen() -> None:
    assert fused(constant=1)["b"] == pytest.approx(Fraction(1, 3) + Fraction(1, 2))


def test_scores_are_normalised_by_range_deviation_or_not() -> None:
    ranking = Ranking(["a", "b", "c"], [4.0, 2.0, 0.0])
    assert normalised(ranking, "min-max") == {"a": 1.0, "b": 0.5, "c": 0.0}
    half = 1.5**0.5
    assert normalised(ranking, "z-score") == pytest.approx({"a": half, "b": 0.0, "c": -half})
    assert normalised(ranking, "none") == {"a": 4.0, "b": 2.0, "c": 0.0}


@pytest.mark.parametrize(("norm", "value"), [("min-max", 1.0), ("z-score", 0.0)])
def test_equal_scores_are_normalised_alike(norm: str, value: float) -> None:
    assert normalised(Ranking(["a", "b"], [0.3, 0.3]), norm) == {"a": value, "b": value}
    assert normalised(Ranking([], []), norm) == {}


def test_an_id_that_repeats_counts_where_it_stands_first() -> None:
    def twice(question: Question) -> Ranking:
        return Ranking(["a", "b", "a"], [3.0, 2.0, 1.0])

    assert fused(twice) == pytest.approx({"a": 1 / 61, "b": 1 / 62})
    assert fused(twice, fusion="combsum", norm="none") == {"a": 3.0, "b": 2.0}


def test_of_the_fused_the_best_k_are_kept_with_cost_and_trace_of_all() -> None:
    reply = Hybrid([ONE, OTHER], k=2)(QUESTION)
    assert reply.ranking is not None
    assert reply.ranking.ids == ["b", "a"]
    assert reply.cost == 1.0
    assert [step.text for step in reply.trace] == ["one", "other"]


def test_a_system_that_finds_nothing_adds_nothing() -> None:
    assert fused(ONE, Fixed("none"), fusion="combsum") == {"a": 1.0, "b": 0.5, "c": 0.0}


def test_a_system_without_hits_and_one_that_fails_fail_the_question() -> None:
    with pytest.raises(BadInput, match="expected hits of <lambda>"):
        Hybrid([ONE, lambda question: "only text"])(QUESTION)
    with pytest.raises(ZeroDivisionError):
        Hybrid([ONE, lambda question: 1 / 0])(QUESTION)


def test_name_and_settings_tell_the_systems_and_what_the_fusion_looks_at() -> None:
    lexical = BM25({"a": "sea"})
    system = Hybrid([lexical, ONE], weights=(1, 2))
    assert system.name == "rrf(BM25, one)"
    assert json.loads(json.dumps(system.settings)) == {
        "system": "hybrid",
        "fusion": "rrf",
        "constant": 60,
        "weights": [1.0, 2.0],
        "k": 100,
        "systems": [{"name": "BM25", **lexical.settings}, {"name": "one"}],
    }


@pytest.mark.parametrize(
    ("systems", "settings", "told"),
    [
        ([], {}, "found 0 systems"),
        ([ONE], {"weights": (1, 2)}, "found 1 systems and the weights"),
        ([ONE], {"weights": (-1,)}, "a weight from 0 up"),
        ([ONE], {"fusion": "isr"}, "expected a fusion of rrf, borda, combsum"),
        ([ONE], {"fusion": "combsum", "norm": "l2"}, "found 'combsum' and 'l2'"),
    ],
)
def test_what_cannot_be_fused_is_refused(systems: list[Any], settings: Any, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        Hybrid(systems, **settings)


@pytest.mark.parametrize("fusion", ["rrf", "borda", "combsum"])
def test_it_answers_the_same_in_another_process(fusion: Any) -> None:
    system = Hybrid([ONE, OTHER], fusion)
    assert pickle.loads(pickle.dumps(system))(QUESTION) == system(QUESTION)
