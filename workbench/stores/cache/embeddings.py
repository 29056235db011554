"""Embeddings of texts that were embedded lately, kept in the cache."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from ...core.errors import StoreUnavailable, WriteRefused
from ...core.protocols import Cache, Embedder

SECONDS = 7 * 24 * 3600.0


class CachedEmbedder:
    """An embedder that asks the cache first; it gives float32 vectors, equal to the embedder's.

    Kept under `lore:embed:{model}:{sha256 of the text}` for seven days. A cache that is down,
    or holds a vector of another dimension, costs time alone: the embedder is asked.
    """

    def __init__(self, embedder: Embedder, cache: Cache) -> None:
        self._embedder, self._cache = embedder, cache

    @property
    def model(self) -> str:
        return self._embedder.model

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector a text, float32 of shape (len(texts), dimension), in order."""
        import numpy

        found = {text: self._kept(text) for text in dict.fromkeys(texts)}
        missing = [text for text, vector in found.items() if vector is None]
        made = self._embedder.embed(missing) if missing else []
        for text, vector in zip(missing, made, strict=True):
            found[text] = numpy.asarray(vector, numpy.float32)
            self._keep(text, found[text])
        vectors: Any = numpy.empty((len(texts), self.dimension), numpy.float32)
        for at, text in enumerate(texts):
            vectors[at] = found[text]
        return vectors  # type: ignore[no-any-return]

    def _kept(self, text: str) -> Any:
        import numpy

        try:
            content = self._cache.get(self._name(text))
        except StoreUnavailable:
            return None
        if content is None or len(content) != 4 * self.dimension:
            return None
        return numpy.frombuffer(content, "<f4")

    def _keep(self, text: str, vector: Any) -> None:
        try:
            self._cache.put(self._name(text), vector.astype("<f4").tobytes(), seconds=SECONDS)
        except (StoreUnavailable, WriteRefused):
            return  # it will be embedded again

    def _name(self, text: str) -> str:
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"lore:embed:{self.model}:{digest}"
