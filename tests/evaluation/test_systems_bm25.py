"""BM25: its scores by the formula, its words, its order."""

from __future__ import annotations

import math
import pickle
import re
from collections.abc import Callable

import pytest

from tests.evaluation.limit_small import limit_small
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.evaluation.systems.bm25 import BM25

CORPUS = {
    "b": "River otters and sea otters.",
    "a": "The sea at night",
    "d": "an OTTER",
    "c": "The sea at night",
    "e": "",
}
IDF: dict[str, Callable[[int, int], float]] = {
    "lucene": lambda n, df: math.log(1 + (n - df + 0.5) / (df + 0.5)),
    "robertson": lambda n, df: max(0.0, math.log((n - df + 0.5) / (df + 0.5))),
    "atire": lambda n, df: math.log(n / df),
}


def ask(text: str, system: BM25) -> dict[str, float]:
    ranking = system(Question("q", text)).ranking
    assert ranking is not None
    return dict(zip(ranking.ids, ranking.scores, strict=True))


def by_formula(
    text: str, corpus: dict[str, str], method: str, k1: float, b: float
) -> dict[str, float]:
    """Robertson's sum over the question's words, document by document."""
    words = {one: re.findall(r"\w+", said.lower()) for one, said in corpus.items()}
    mean = sum(map(len, words.values())) / len(words)
    scores = dict.fromkeys(corpus, 0.0)
    for word in re.findall(r"\w+", text.lower()):
        having = sum(word in found for found in words.values())
        for one, found in words.items():
            often = found.count(word)
            share = often / (often + k1 * (1 - b + b * len(found) / mean)) if often else 0.0
            idf = IDF[method](len(corpus), having) if having else 0.0
            scores[one] += idf * share * (k1 + 1 if method == "atire" else 1)
    return {one: score for one, score in scores.items() if score > 0}


@pytest.mark.parametrize("method", ["lucene", "robertson", "atire"])
@pytest.mark.parametrize("text", ["otters at sea", "sea sea OTTERS", "the an river", "unheard"])
def test_scores_are_those_of_the_formula(method: str, text: str) -> None:
    found = ask(text, BM25(CORPUS, k1=0.9, b=0.4, method=method))  # type: ignore[arg-type]
    expected = by_formula(text, CORPUS, method, 0.9, 0.4)
    assert found == pytest.approx(expected, rel=1e-12)


def test_scores_of_a_real_set_are_those_of_the_formula() -> None:
    golden = limit_small()
    system = BM25(golden.corpus)
    for question in golden.questions[::100]:
        expected = by_formula(question.text, dict(golden.corpus), "lucene", 1.2, 0.75)
        assert ask(question.text, system) == pytest.approx(expected, rel=1e-12)


def test_the_best_come_first_and_ties_by_id() -> None:
    assert list(ask("the sea", BM25(CORPUS))) == ["a", "c", "b"]
    assert list(ask("the sea", BM25(dict(reversed(CORPUS.items())), k=2))) == ["a", "c"]


def test_words_are_not_stemmed_unless_the_caller_does() -> None:
    assert list(ask("otter", BM25(CORPUS))) == ["d"]
    stemmed = BM25(CORPUS, words=lambda text: [one.rstrip("s.") for one in text.lower().split()])
    assert set(ask("otter", stemmed)) == {"b", "d"}


def test_nothing_is_found_where_no_word_is_known() -> None:
    system = BM25(CORPUS)
    assert ask("", system) == ask("quokka ?", system) == {}
    assert system(Question("q", "Quokka?")).trace[0].text == "quokka"


@pytest.mark.parametrize(
    ("corpus", "more", "told"),
    [
        ({}, {}, "documents with words, found none"),
        ({"a": "?"}, {}, "documents with words, found none"),
        (CORPUS, {"k": 0}, "a number of hits from 1 up, found 0"),
        (CORPUS, {"method": "bm25+"}, r"lucene, robertson, atire, found 'bm25\+'"),
    ],
)
def test_what_cannot_be_indexed_is_refused(corpus: dict[str, str], more: dict, told: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadInput, match=told):
        BM25(corpus, **more)


def test_settings_name_formula_words_and_engine() -> None:
    settings = BM25(CORPUS, k1=0.9).settings
    assert settings["engine"].startswith("bm25s ")
    del settings["engine"]  # type: ignore[attr-defined]
    assert settings == {
        "system": "bm25",
        "k1": 0.9,
        "b": 0.75,
        "method": "lucene",
        "k": 100,
        "words": "workbench.evaluation.systems.bm25.words",
        "documents": 5,
    }


def test_it_answers_the_same_in_another_process() -> None:
    system = BM25(CORPUS)
    assert ask("sea otters", pickle.loads(pickle.dumps(system))) == ask("sea otters", system)
