"""Measures of any kind over outcomes: what has no value is apart, with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from workbench.core.errors import BadInput, StoreUnavailable
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Reply
from workbench.core.evaluation.scores import Apart
from workbench.core.values import Hit
from workbench.evaluation.measures.measure import measured
from workbench.evaluation.measures.policies import Policies

ANNA = Question("q1", "Who likes apples?", answer="Anna", judgements={"anna": 2, "bert": 0})
BERT = Question("q2", "Who likes bells?", answer="Bert", judgements={"bert": 1})
BOTH = [ANNA, BERT]


def answered(question: str, reply: Any, repeat: int = 1) -> Outcome:
    return Outcome(question, "answered", repeat, Reply.of(reply))


@dataclass
class Scoring:
    """A measure that does what it is told."""

    act: Callable[[Question, Reply], Any]
    name: str = "mine"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        return self.act(question, reply)


def test_rankings_texts_and_own_measures_stand_side_by_side_in_the_order_given() -> None:
    reply = Reply.of([Hit("bert", 2.0), Hit("anna", 1.0)])
    outcomes = [Outcome("q1", "answered", 1, Reply(reply.ranking, text="Anna"))]
    length = Scoring(lambda _, reply: len(reply.text))
    found = measured([ANNA], outcomes, ["exact", "MRR", length, "nDCG@1"])
    assert {name: one.mean for name, one in found.items()} == {
        "exact": 1.0, "RR": 0.5, "mine": 4.0, "nDCG@1": 0.0,
    }  # fmt: skip
    assert list(found) == ["exact", "RR", "mine", "nDCG@1"]


def test_a_failure_is_apart_in_every_measure_and_changes_no_mean() -> None:
    outcomes = [answered("q1", {"anna": 1.0}), Outcome("q2", "failed", error="no connection")]
    found = measured(BOTH, outcomes, ["RR", Scoring(lambda *_: 1.0)])
    for one in found.values():
        assert one.mean == 1.0
        assert one.apart == {("q2", 1): "failed: no connection"}


def test_a_reply_without_a_ranking_is_apart_and_an_empty_ranking_is_0() -> None:
    found = measured(BOTH, [answered("q1", "Anna"), answered("q2", {})], ["AP"])["AP"]
    assert found.apart == {("q1", 1): "no ranking"}
    assert found.values == {("q2", 1): 0.0}


def test_a_question_without_judgements_is_apart() -> None:
    asked = Question("q3", "Who knows?")
    found = measured([asked], [answered("q3", {"anna": 1.0})], ["AP"])["AP"]
    assert (found.mean, found.apart) == (None, {("q3", 1): "no judgements"})


def test_a_question_without_an_outcome_is_treated_as_the_policy_says() -> None:
    outcomes = [answered("q1", {"anna": 1.0})]
    mine = Scoring(lambda *_: 1.0)
    zero = measured(BOTH, outcomes, ["RR", mine])
    out = measured(BOTH, outcomes, ["RR"], Policies(missing="leave out"))["RR"]
    assert zero["RR"].by_question() == {"q1": 1.0, "q2": 0.0}
    assert out.by_question() == zero["mine"].by_question() == {"q1": 1.0}
    assert out.apart == zero["mine"].apart == {("q2", 1): "missing"}
    assert [one.told["missing"] for one in (*zero.values(), out)] == [1, 1, 1]


def test_repeats_are_measured_each_and_averaged_by_question() -> None:
    replies = [{"anna": 2.0, "bert": 1.0}, {"bert": 2.0, "anna": 1.0}]
    outcomes = [answered("q1", reply, at) for at, reply in enumerate(replies, 1)]
    found = measured([ANNA], outcomes, ["RR"])["RR"]
    assert found.values == {("q1", 1): 1.0, ("q1", 2): 0.5}
    assert (found.by_question(), found.mean) == ({"q1": 0.75}, 0.75)


def fails(question: Question, reply: Reply) -> float:
    raise StoreUnavailable("the judge does not answer")


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (fails, "mine failed: StoreUnavailable: the judge does not answer"),
        (lambda *_: None, "mine failed: TypeError: must be real number, not NoneType"),
        (lambda *_: {}["half \ud83d"], r"mine failed: KeyError: 'half \ud83d'"),
        (lambda *_: float("nan"), "no finite number"),
        (lambda *_: float("inf"), "no finite number"),
        (lambda *_: Apart("no text"), "no text"),
    ],
)
def test_what_is_no_finite_number_is_apart_with_its_reason(act: Any, reason: str) -> None:
    def second_question(question: Question, reply: Reply) -> Any:
        return 1.0 if question.id == "q1" else act(question, reply)

    outcomes = [answered("q1", "Anna"), answered("q2", "Bert")]
    found = measured(BOTH, outcomes, [Scoring(second_question)])["mine"]
    assert (found.values, found.apart) == ({("q1", 1): 1.0}, {("q2", 1): reason})


def test_an_answer_to_a_question_that_the_set_does_not_have_is_apart() -> None:
    found = measured([ANNA], [answered("q9", {"anna": 1.0})], ["RR"], Policies(missing="leave out"))
    assert found["RR"].apart[("q9", 1)] == "not a question of the golden set"
    assert found["RR"].values == {}


@pytest.mark.parametrize(
    ("name", "near"),
    [("ndcg@10", "nDCG"), ("recal@5", "R"), ("exat", "exact"), ("suces@1", "Success")],
)
def test_an_unknown_name_is_refused_with_its_neighbours(name: str, near: str) -> None:
    with pytest.raises(BadInput, match=f"is no measure; did you mean .*{near}"):
        measured([ANNA], [], [name])


def test_two_outcomes_of_one_question_need_numbers() -> None:
    twice = [answered("q1", "Anna"), answered("q1", "Bert")]
    with pytest.raises(BadInput, match="'q1' has two outcomes of repeat 1; number them"):
        measured([ANNA], twice, ["exact"])
