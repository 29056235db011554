"""BM25 over the strings of payloads."""

from __future__ import annotations

import json
import random

import bm25s
import numpy as np
import pytest

from workbench.collections.mirrors.text import TextIndex
from workbench.collections.mirrors.words import document, words

VOCABULARY = [f"w{number}" for number in range(40)] + ["Über", "東京", "ñandú"]


def random_payloads(rng: random.Random, count: int) -> list[dict[str, object]]:
    return [
        {
            "key": " ".join(rng.choices(VOCABULARY, k=rng.randrange(12))),
            "n": 5,
            "more": [{"x": "w1"}],
        }
        for _ in range(count)
    ]


def by_bm25s(documents: list[list[str]], query: list[str]) -> np.ndarray:
    """Lucene's form, which leaves out the constant factor k1 + 1."""
    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75, dtype="float64")
    index.index(documents, show_progress=False)
    return 2.2 * index.get_scores(query)


def test_words_are_runs_of_letters_and_digits_of_two_bytes_or_more() -> None:
    assert words("The É-a_ab 7 42 ß naïve\u0301 東") == ["the", "é", "ab", "42", "ß", "naïve", "東"]


def test_a_document_is_every_string_at_any_depth_and_no_key() -> None:
    value = {"a": "one", "b": [{"c": "two"}, 5, None, ["three"]], "d": {"e": {"f": "four"}}}
    assert document(value) == "one two three four"


@pytest.mark.parametrize("late", [1, 40, 2048])
def test_scores_are_those_of_bm25s(monkeypatch: pytest.MonkeyPatch, late: int) -> None:
    monkeypatch.setattr("workbench.collections.mirrors.postings.LATE", late)
    rng, index = random.Random(late), TextIndex()
    payloads = random_payloads(rng, 300)
    for start in range(0, 300, 7):
        index.append([json.dumps(one) for one in payloads[start : start + 7]])
    documents = [words(document(one)) for one in payloads]
    for query in ("w1 w2", "w3", "über w3 w3", "東京 ñandú w5 absent"):
        assert index.scores(query) == pytest.approx(by_bm25s(documents, words(query)), rel=1e-12)


def test_dropped_rows_and_rows_without_words_count_nowhere() -> None:
    rng, index = random.Random(5), TextIndex()
    payloads = [*random_payloads(rng, 50), {"n": 1}, {"a": "x"}, *random_payloads(rng, 50)]
    index.append([json.dumps(one) for one in payloads])
    gone = np.array(rng.sample(range(102), 30))
    index.drop(gone)
    index.drop(gone)
    kept = [at for at in range(102) if at not in set(gone.tolist()) and at not in (50, 51)]
    expected = np.zeros(102)
    documents = [words(document(payloads[at])) for at in kept]
    expected[kept] = by_bm25s(documents, ["w1", "w7"])
    assert index.scores("w1 w7") == pytest.approx(expected, rel=1e-12)


def test_a_repeated_word_of_the_query_counts_twice() -> None:
    index = TextIndex()
    index.append(['{"a": "fog fog"}', '{"a": "sun"}', '{"a": "fog sun"}'])
    assert index.scores("fog FOG") == pytest.approx(2 * index.scores("fog"))


def test_matches_are_the_rows_with_any_word() -> None:
    index = TextIndex()
    index.append(['{"a": "fog fog"}', '{"a": "sun"}', '{"fog": "rain"}', '{"a": "fog sun"}'])
    rows, scores = index.matches("fog snow")
    assert rows.tolist() == [0, 3]
    assert scores.tolist() == index.scores("fog snow")[[0, 3]].tolist()


def test_nothing_scores_in_an_empty_index_or_for_an_empty_query() -> None:
    index = TextIndex()
    assert index.scores("fog").tolist() == []
    index.append(['{"a": "fog"}'])
    index.drop(np.array([0]))
    assert index.scores("fog").tolist() == [0.0]
    assert index.scores("").tolist() == [0.0]
