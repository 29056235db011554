"""BM25 over the documents of a golden set."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, Literal

import numpy as np

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply, TraceStep
from .rankings import top_k
from .system import check_count

Words = Callable[[str], Sequence[str]]

# Those in which a document without a word of the question scores 0.
_METHODS = ("lucene", "robertson", "atire")


def words(text: str) -> list[str]:
    r"""Runs of letters, digits and underscores (`\w+`), in lower case; nothing stemmed or left
    out."""
    return re.findall(r"\w+", text.lower())


class BM25:
    """Documents with a word of the question, best first, ties by id; at most `k`.

    `method` is the variant of the formula, as Kamphuis, de Vries, Boytsov and Lin (2020) tell
    them apart: `lucene`, `robertson` (whose weight of a word that most documents have is 0) or
    `atire`. `k1` and `b` are Lucene's. A word that a question repeats counts each time.
    """

    name = "BM25"

    def __init__(
        self,
        corpus: Mapping[str, str],
        *,
        k1: float = 1.2,
        b: float = 0.75,
        k: int = 100,
        method: Literal["lucene", "robertson", "atire"] = "lucene",
        words: Words = words,
    ) -> None:
        if method not in _METHODS:
            raise BadInput(f"BM25: expected a method of {', '.join(_METHODS)}, found {method!r}")
        check_count("BM25", k)
        self._ids, self._words, self._k = sorted(corpus), words, k
        self._index = _index([list(words(corpus[one])) for one in self._ids], method, k1, b)
        told = {"k1": k1, "b": b, "method": method, "k": k}
        self.settings: Mapping[str, Any] = {
            "system": "bm25",
            **told,
            "words": f"{words.__module__}.{words.__qualname__}",
            "documents": len(corpus),
            "engine": f"bm25s {version('bm25s')}",
        }

    def __call__(self, question: Question) -> Reply:
        asked = list(self._words(question.text))
        known = self._index.get_tokens_ids(asked)
        trace = (TraceStep("search", " ".join(asked)),)
        if not known:
            return Reply(Ranking((), ()), trace=trace)
        scores = self._index.get_scores_from_ids(known)
        found = np.flatnonzero(scores > 0)
        return Reply(top_k([self._ids[at] for at in found], scores[found], self._k), trace=trace)


def _index(documents: list[list[str]], method: str, k1: float, b: float) -> Any:
    import bm25s

    if not any(documents):
        raise BadInput("BM25: expected documents with words, found none; give it another corpus")
    index = bm25s.BM25(k1=k1, b=b, method=method, dtype="float64")
    index.index(documents, show_progress=False)
    return index
