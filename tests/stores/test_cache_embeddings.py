"""Embeddings kept in a cache: equal vectors, fewer questions, and no harm without it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy
import pytest

from workbench.stores.cache.embeddings import CachedEmbedder
from workbench.stores.cache.redis import Redis
from workbench.stores.embedding.wordllama import WordLlamaEmbedder
from workbench.stores.read_only import ReadOnly


class Counting:
    """A real embedder that remembers what it was asked."""

    def __init__(self) -> None:
        self._embedder = WordLlamaEmbedder()
        self.asked: list[str] = []
        self.model, self.dimension = self._embedder.model, self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self.asked += texts
        return self._embedder.embed(texts)


@pytest.fixture(scope="module")
def made() -> Any:
    return Counting()


@pytest.fixture
def embedder(made: Counting) -> Counting:
    made.asked = []
    return made


TEXTS = ["eel", "the tide", "eel", "日本", ""]


def key(embedder: Counting, text: str) -> str:
    return f"lore:embed:{embedder.model}:{sha256(text.encode()).hexdigest()}"


def test_the_vectors_are_the_embedders_and_each_text_is_embedded_once(
    cache: Redis, embedder: Counting
) -> None:
    cached = CachedEmbedder(embedder, cache)
    wanted = numpy.asarray(embedder.embed(TEXTS))
    embedder.asked = []
    first, second = cached.embed(TEXTS), cached.embed(TEXTS)
    assert embedder.asked == ["eel", "the tide", "日本", ""]
    assert numpy.array_equal(first, wanted)
    assert numpy.array_equal(second, wanted)
    assert numpy.asarray(second).dtype == numpy.float32


def test_a_vector_is_kept_as_float32_bytes_under_the_texts_hash(
    cache: Redis, embedder: Counting
) -> None:
    (vector,) = CachedEmbedder(embedder, cache).embed(["eel"])
    kept = cache.get(key(embedder, "eel"))
    assert kept == numpy.asarray(vector, "<f4").tobytes()
    assert len(kept) == 4 * embedder.dimension


def test_a_vector_of_another_dimension_is_embedded_again(cache: Redis, embedder: Counting) -> None:
    cache.put(key(embedder, "eel"), b"1234")
    (vector,) = CachedEmbedder(embedder, cache).embed(["eel"])
    assert len(vector) == embedder.dimension
    assert len(cache.get(key(embedder, "eel")) or b"") == 4 * embedder.dimension


def test_no_texts_give_no_vectors(cache: Redis, embedder: Counting) -> None:
    assert numpy.asarray(CachedEmbedder(embedder, cache).embed([])).shape == (0, embedder.dimension)


def test_a_cache_that_is_only_read_costs_time_alone(cache: Redis, embedder: Counting) -> None:
    reading: Any = ReadOnly(cache, "the cache")
    cached = CachedEmbedder(embedder, reading)
    assert numpy.array_equal(cached.embed(["eel"]), cached.embed(["eel"]))
    assert embedder.asked == ["eel", "eel"]
