"""Dense retrieval: cosine by hand, ties, vectors without direction, batches."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence

import numpy as np
import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Ranking
from workbench.evaluation.systems.dense import Dense
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

EMBEDDER = WordLlamaEmbedder()
CORPUS = {
    "b": "an otter in a river",
    "a": "tax law",
    "c": "river otters",
    "empty": "",
    "a2": "tax law",
}


class Watched:
    """The real embedder, with the sizes of the batches that it was given."""

    model, dimension = EMBEDDER.model, EMBEDDER.dimension

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.batches.append(len(texts))
        return EMBEDDER.embed(texts)  # type: ignore[return-value]


def ask(text: str, system: Dense) -> Ranking:
    ranking = system(Question("q", text)).ranking
    assert ranking is not None
    return ranking


def cosine(one: str, other: str) -> float:
    a, b = ([float(number) for number in EMBEDDER.embed([text])[0]] for text in (one, other))
    product = sum(x * y for x, y in zip(a, b, strict=True))
    return product / math.hypot(*a) / math.hypot(*b)


def test_scores_are_cosines_best_first_and_ties_by_id() -> None:
    ids, scores = ask("otters", Dense(CORPUS, EMBEDDER))
    assert ids == ["c", "b", "a", "a2"]
    expected = [cosine("otters", CORPUS[one]) for one in ids]
    assert scores == pytest.approx(expected, abs=1e-12)


def test_the_best_k_are_those_of_all() -> None:
    corpus = {f"{at:02}": f"number {at % 7} of many" for at in range(40)}
    ids, scores = ask("number 3", Dense(corpus, EMBEDDER, k=40))
    assert sorted(zip(scores, ids, strict=True), key=lambda one: (-one[0], one[1])) == [
        *zip(scores, ids, strict=True)
    ]
    assert ask("number 3", Dense(corpus, EMBEDDER, k=9)) == (ids[:9], scores[:9])


def test_equal_texts_tie_whatever_stands_between_them() -> None:
    corpus = {f"{at:03}": "the same" if at % 3 else f"another {at}" for at in range(200)}
    ids, scores = ask("something", Dense(corpus, EMBEDDER, k=200))
    same = {score for one, score in zip(ids, scores, strict=True) if corpus[one] == "the same"}
    assert len(same) == 1


def test_a_text_without_direction_is_no_hit_and_finds_nothing() -> None:
    system = Dense(CORPUS, EMBEDDER)
    assert "empty" not in ask("tax", system).ids
    assert ask("", system) == ((), ())


def test_the_corpus_is_embedded_in_batches_and_questions_once_when_they_are_known() -> None:
    watched = Watched()
    system = Dense(CORPUS, watched, batch=2)
    alone = ask("river", system)
    assert watched.batches == [2, 2, 1, 1]
    questions = [Question("1", "river"), Question("2", "tax"), Question("3", "river")]
    system.prepare(questions)
    system.prepare(questions)
    assert ask("river", system) == alone
    assert watched.batches == [2, 2, 1, 1, 2]


def test_no_documents_are_refused() -> None:
    with pytest.raises(BadInput, match="expected documents, found none"):
        Dense({}, EMBEDDER)


def test_name_and_settings_tell_the_model() -> None:
    assert Dense(CORPUS, EMBEDDER).name == "dense l2_supercat_256"
    assert Dense(CORPUS, EMBEDDER, k=3).settings == {
        "system": "dense",
        "similarity": "cosine, exact",
        "k": 3,
        "documents": 5,
        "model": EMBEDDER.model,
        "dimension": 256,
    }


def test_it_answers_the_same_in_another_process() -> None:
    system = Dense(CORPUS, EMBEDDER)
    again = pickle.loads(pickle.dumps(system))
    assert np.array_equal(ask("otters", again).scores, ask("otters", system).scores)
