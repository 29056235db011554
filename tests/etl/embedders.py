"""The offline embedder, watched, renamed or made to stumble over chosen texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.core.errors import BadInput, StoreUnavailable
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

OFFLINE = WordLlamaEmbedder()


def never(text: str) -> bool:
    return False


class Watched:
    """Embeds with the real model; `sent` are the texts that it was given and took."""

    dimension = OFFLINE.dimension

    def __init__(
        self,
        model: str = OFFLINE.model,
        *,
        refuses: Callable[[str], bool] = never,
        knows_nothing_of: Callable[[str], bool] = never,
    ) -> None:
        self.model, self._refuses, self._unknown = model, refuses, knows_nothing_of
        self.sent: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if any(self._refuses(text) for text in texts):
            raise BadInput("too long")
        self.sent += texts
        vectors = OFFLINE.embed(texts)
        vectors[[self._unknown(text) for text in texts]] = 0
        return vectors


class Down(Watched):
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise StoreUnavailable("the embedding service is down")


class DownAfter(Watched):
    """Answers so many calls, then no more."""

    def __init__(self, *, calls: int) -> None:
        super().__init__()
        self._left = calls

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not self._left:
            raise StoreUnavailable("the embedding service is down")
        self._left -= 1
        return super().embed(texts)
