"""What each system finds in LIMIT-small: lexical search nearly all, dense models little."""

from __future__ import annotations

import pytest

from tests.evaluation.limit_small import asked, limit_small, recall
from workbench.core.evaluation.golden import Golden
from workbench.evaluation.measures.measure import measured
from workbench.evaluation.systems.bm25 import BM25
from workbench.evaluation.systems.dense import Dense
from workbench.evaluation.systems.hybrid import Hybrid
from workbench.stores.embedding.wordllama import WordLlamaEmbedder


@pytest.fixture(scope="module")
def golden() -> Golden:
    return limit_small()


@pytest.fixture(scope="module")
def dense(golden: Golden) -> Dense:
    return Dense(golden.corpus, WordLlamaEmbedder())


def test_words_find_nearly_all(golden: Golden) -> None:
    system = BM25(golden.corpus)
    assert recall(system, golden.questions, 2) == pytest.approx(0.9915)
    outcomes = asked(system, golden.questions)
    found = measured(golden.questions, outcomes, ["R@2", "R@10"])
    assert found["R@2"].mean == pytest.approx(0.9915)
    assert found["R@10"].mean == 1.0


def test_one_vector_a_document_finds_little(golden: Golden, dense: Dense) -> None:
    assert 0.3 < recall(dense, golden.questions, 2) < 0.5


def test_fusion_stands_between_and_weights_move_it(golden: Golden, dense: Dense) -> None:
    both, some = (BM25(golden.corpus), dense), golden.questions[::5]
    ranks = recall(Hybrid(both), some, 2)
    weighted = recall(Hybrid(both, "combsum", weights=(0.9, 0.1)), some, 2)
    assert recall(dense, some, 2) < ranks < weighted < 1


def test_a_second_run_gives_the_same_replies(golden: Golden, dense: Dense) -> None:
    some = golden.questions[:100]
    first = asked(Hybrid([BM25(golden.corpus), dense], "combsum"), some)
    again = Dense(golden.corpus, WordLlamaEmbedder())
    again.prepare(some)
    assert asked(Hybrid([BM25(golden.corpus), again], "combsum"), some) == first
