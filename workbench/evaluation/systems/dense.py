"""Dense retrieval: the documents whose vectors are nearest to the question's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply
from ...core.protocols import Embedder
from .rankings import top_k
from .system import check_count

Vectors = NDArray[np.float64]


class Dense:
    """The `k` documents of highest cosine, exactly, best first, ties by id.

    The corpus is embedded at once, `batch` texts a call. A text without direction, whose
    vector is zero, is never a hit, and as a question finds nothing.
    """

    def __init__(
        self, corpus: Mapping[str, str], embedder: Embedder, *, k: int = 100, batch: int = 256
    ) -> None:
        check_count("dense", k)
        if not corpus:
            raise BadInput("dense: expected documents, found none; give it another corpus")
        self._embedder, self._k, self._batch = embedder, k, batch
        ids = sorted(corpus)
        vectors = self._vectors([corpus[one] for one in ids])
        found = np.flatnonzero(vectors.any(axis=1))
        self._ids, self._matrix = [ids[at] for at in found], vectors[found]
        self._prepared: dict[str, Vectors] = {}
        self.name = f"dense {_short(embedder.model)}"
        self.settings: Mapping[str, Any] = {
            "system": "dense",
            "similarity": "cosine, exact",
            "k": k,
            "documents": len(corpus),
            "model": embedder.model,
            "dimension": embedder.dimension,
        }

    def prepare(self, questions: Sequence[Question]) -> None:
        """Embeds questions in batches, once each, so that none needs a call of its own."""
        wanted = dict.fromkeys(one.text for one in questions)
        texts = [text for text in wanted if text not in self._prepared]
        self._prepared.update(zip(texts, self._vectors(texts), strict=True))

    def __call__(self, question: Question) -> Reply:
        vector = self._prepared.get(question.text)
        if vector is None:
            (vector,) = self._vectors([question.text])
        if not vector.any():
            return Reply(Ranking((), ()))
        # Not `@`: BLAS may sum two equal rows in another order, and break their tie.
        return Reply(top_k(self._ids, np.einsum("ij,j->i", self._matrix, vector), self._k))

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        made = [np.asarray(self._embedder.embed(some), float) for some in self._batches(texts)]
        found = np.concatenate([*made, np.zeros((0, self._embedder.dimension))])
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit: Vectors = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
        return unit

    def _batches(self, texts: Sequence[str]) -> Iterator[Sequence[str]]:
        return (texts[at : at + self._batch] for at in range(0, len(texts), self._batch))


def _short(model: str) -> str:
    """Without the package before it and the version behind it."""
    return model.split(" ")[0].rpartition("/")[2]
