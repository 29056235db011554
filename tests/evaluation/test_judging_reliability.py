"""How far a judge is to be trusted: failures, flips, people's labels, places, costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.evaluation import judge_server as served
from tests.evaluation.judge_server import chat, judging, server
from tests.stores.embedding_server import Server
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Reply
from workbench.core.values import Rows
from workbench.evaluation.judging.judge import Judge
from workbench.evaluation.judging.pairs import PairJudge, position_bias
from workbench.evaluation.judging.patience import Patience
from workbench.evaluation.judging.prices import Price
from workbench.evaluation.judging.reliability import reliability
from workbench.stores.chat.openai_chat import OpenAIChat

__all__ = ["chat", "judging", "server"]  # fixtures

QUESTIONS = [Question(f"q{at}", f"question {at}?", "yes") for at in range(10)]
PRICE = Price(prompt=2e-6, completion=8e-6)


def replies(passing: int) -> list[Outcome]:
    """The first ones are right."""
    texts = ["yes" if at < passing else "no" for at in range(len(QUESTIONS))]
    return [
        Outcome(question.id, "answered", reply=Reply(text=text))
        for question, text in zip(QUESTIONS, texts, strict=True)
    ]


def figures(rows: Rows) -> dict[str, list[Any]]:
    assert rows.columns == ("figure", "value", "low", "high", "counted", "of")
    return {name: rest for name, *rest in rows.values}


def test_a_judge_that_never_fails_says_so(chat: OpenAIChat) -> None:
    judge = Judge(chat, repeats=2)
    found = figures(reliability(judge.judged(QUESTIONS, replies(6))))
    assert found["answers with a value"][0] == 1.0
    assert found["flip rate"] == [0.0, pytest.approx(0.0), pytest.approx(0.277533, abs=1e-6), 0, 10]
    assert found["garbage"][3:] == found["timed out"][3:] == [0, 20]


def test_flips_time_outs_and_garbage_are_counted_apart(server: Server, chat: OpenAIChat) -> None:
    flips = served.only_for("3", served.flipping("pass", "fail"))
    late = served.only_for("4", served.slow(0.5), flips)
    server.reply = served.only_for("5", served.garbage, late)
    judge = Judge(chat, repeats=2, patience=Patience(tries=1))
    found = figures(reliability(judge.judged(QUESTIONS, replies(10))))
    assert found["answers with a value"][3:] == [7, 10]
    assert found["flip rate"][3:] == [1, 8]
    assert found["disagreement of two repeats"][0] == 1 / 8
    assert (found["timed out"][3:], found["garbage"][3:]) == ([2, 20], [2, 20])


def test_agreement_with_people_is_cohen_s_kappa(chat: OpenAIChat) -> None:
    run = Judge(chat).judged(QUESTIONS, replies(6))
    labels = ["pass", "pass", "pass", "fail", "pass", "pass", "fail", "fail", "pass", "fail"]
    human = {question.id: label for question, label in zip(QUESTIONS, labels, strict=True)}
    found = figures(reliability(run, human))
    chance = 0.6 * 0.6 + 0.4 * 0.4
    assert found["kappa with people"][0] == pytest.approx((0.8 - chance) / (1 - chance))
    assert found["agreement with people"][3:] == [8, 10]


def test_people_s_labels_may_be_of_single_repeats_and_of_other_questions(chat: OpenAIChat) -> None:
    run = Judge(chat).judged(QUESTIONS, replies(6))
    found = figures(reliability(run, {("q0", 1): "pass", ("q9", 1): "fail", ("z", 1): "fail"}))
    assert found["agreement with people"][3:] == [2, 2]
    assert figures(reliability(run, {}))["kappa with people"] == [None] * 4 + [0]
    with pytest.raises(BadInput, match="label of 'q0': expected pass or fail, found 'good'"):
        reliability(run, {"q0": "good"})


def test_an_answer_without_a_majority_is_not_compared_with_people(
    server: Server, chat: OpenAIChat
) -> None:
    server.reply = served.only_for("3", served.flipping("pass", "fail"))
    run = Judge(chat, repeats=2).judged(QUESTIONS, replies(10))
    found = figures(reliability(run, {question.id: "pass" for question in QUESTIONS}))
    assert found["agreement with people"][3:] == [9, 9]


def test_costs_follow_the_price_that_is_given(chat: OpenAIChat) -> None:
    judge = Judge(chat)
    judge.judged(QUESTIONS[:4], replies(6)[:4])
    found = figures(reliability(judge.judged(QUESTIONS, replies(6)), price=PRICE))
    each = 100 * 2e-6 + 20 * 8e-6
    assert found["cost of what was asked now"][0] == pytest.approx(6 * each)
    assert found["cost without a cache"] == [pytest.approx(10 * each), None, None, 10, 10]


def test_an_unknown_price_or_uncounted_tokens_are_no_cost_of_0(
    server: Server, chat: OpenAIChat
) -> None:
    text = '{"status": "pass", "rating": 9}'
    run = Judge(chat).judged(QUESTIONS, replies(6))
    assert figures(reliability(run))["cost without a cache"] == [None, None, None, 0, 10]
    server.reply = served.only_for("3", lambda asked: served.said(text, tokens=None))
    run = Judge(chat).judged(QUESTIONS, replies(6))
    assert figures(reliability(run, price=PRICE))["cost without a cache"][3:] == [9, 10]
    assert figures(reliability(run, price=PRICE))["cost without a cache"][0] is None


class TestPositionBias:
    """Each pair in both orders."""

    pairs: Sequence[Any] = [
        (question, Reply(text="yes"), Reply(text="well, yes" if at < 2 else "no"))
        for at, question in enumerate(QUESTIONS)
    ]

    def bias(self, server: Server, chat: OpenAIChat, answers: Any) -> dict[str, Any]:
        server.reply = answers
        return figures(position_bias(PairJudge(chat, patience=Patience(tries=1)), self.pairs))

    def test_a_judge_that_reads_is_consistent(self, server: Server, chat: OpenAIChat) -> None:
        found = self.bias(server, chat, served.better)
        assert found["consistent"][3:] == [10, 10]
        assert found["first preferred"][3:] == [8, 16]
        assert found["first of the inconsistent"] == [None, None, None, 0, 0]

    def test_a_judge_that_prefers_a_place_is_found_out(
        self, server: Server, chat: OpenAIChat
    ) -> None:
        found = self.bias(server, chat, served.prefers("second"))
        assert found["consistent"][3:] == [0, 10]
        first, _low, high, *counts = found["first preferred"]
        assert (first, high, counts) == (0.0, pytest.approx(0.161125, abs=1e-6), [0, 20])
        assert found["first of the inconsistent"][3:] == [0, 10]

    def test_failures_are_no_choices(self, server: Server, chat: OpenAIChat) -> None:
        found = self.bias(server, chat, served.only_for("3", served.garbage, served.better))
        assert found["consistent"][3:] == [9, 9]
        assert found["garbage"][3:] == [2, 20]

    def test_pairs_that_cannot_be_compared_are_left_out(
        self, server: Server, chat: OpenAIChat
    ) -> None:
        server.reply = served.better
        textless = (QUESTIONS[3], Reply(), Reply(text="yes"))
        equal = (QUESTIONS[4], Reply(text="yes"), Reply(text="yes"))
        found = figures(position_bias(PairJudge(chat), [*self.pairs[:2], textless, equal]))
        assert (found["left out"][3:], found["consistent"][3:]) == ([2, 4], [2, 2])
