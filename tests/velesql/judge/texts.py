"""Search in text: BM25 over all texts of a payload (section 8)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from tests.velesql.judge.world import Collection

K1, B = 1.2, 0.75
_RUN = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[str]:
    found = _RUN.findall(text.lower())
    return [one for one in found if len(one.encode()) > 1]


def strings(value: Any) -> Iterator[str]:
    """All texts in a payload, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def documents(collection: Collection) -> dict[int, list[str]]:
    """The tokens of each point that has any."""
    if collection.words_of != collection.written:
        found = {
            one.id: tokens(" ".join(strings(one.payload))) for one in collection.points.values()
        }
        collection.words = {point: words for point, words in found.items() if words}
        collection.words_of = collection.written
    return collection.words


def bm25(collection: Collection, query: str) -> dict[int, float]:
    """Scores of the points that have any token of the query."""
    words = documents(collection)
    if not words:
        return {}
    mean = sum(map(len, words.values())) / len(words)
    scores: dict[int, float] = {}
    for token in tokens(query):
        frequency = sum(token in one for one in words.values())
        idf = math.log((len(words) - frequency + 0.5) / (frequency + 0.5) + 1)
        for point, document in words.items():
            if count := document.count(token):
                share = K1 * (1 - B + B * len(document) / mean)
                term = idf * count * (K1 + 1) / (count + share)
                scores[point] = scores.get(point, 0.0) + term
    return scores
