"""A million question-document pairs are evaluated in one process."""

from __future__ import annotations

import time

import pytest

from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Ranking
from workbench.evaluation.runs.evaluate import evaluate

QUESTIONS, DEPTH, SECONDS = 10_000, 100, 5.0
DOCUMENTS = [f"d{at}" for at in range(QUESTIONS)]
SCORES = [float(DEPTH - at) for at in range(DEPTH)]
MEASURES = ["RR", "P@10", "Success@10", "R@100", "nDCG@10"]


def ranking(question: Question) -> Ranking:
    """A hundred documents in a row, of which the relevant one is at place number % 100."""
    first = int(question.id) % DEPTH * 37
    return Ranking(DOCUMENTS[first : first + DEPTH], SCORES)


def test_a_million_pairs_have_the_means_of_arithmetic_in_time() -> None:
    ranks = [at * 7 % DEPTH for at in range(QUESTIONS)]  # each rank a hundred times
    relevant = [at % DEPTH * 37 + rank for at, rank in enumerate(ranks)]
    questions = [Question(str(at), "", judgements={f"d{d}": 1}) for at, d in enumerate(relevant)]
    golden = Golden(Card("large"), tuple(questions))
    began = time.process_time()
    run = evaluate(ranking, golden, MEASURES, workers=1)
    took = time.process_time() - began

    assert (
        sum(len(o.reply.ranking.ids) for o in run.outcomes if o.reply and o.reply.ranking) == 10**6
    )
    means = {name: found.mean for name, found in run.scores.items()}
    assert means["RR"] == pytest.approx(sum(1 / rank for rank in range(1, 101)) / 100, abs=1e-12)
    assert (means["P@10"], means["Success@10"], means["R@100"]) == pytest.approx((0.01, 0.1, 1.0))
    assert took <= SECONDS
