"""The embedding function of the Vedana fixtures, as their description defines it.

Signed feature hashing of words (weight 3) and of letter triples (weight 1), unit length,
8 decimals. Deterministic, so that a test can make the vector of any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np


def embedding(text: str, dimension: int = 1024) -> list[float]:
    vector = np.zeros(dimension)
    for feature, weight in _features(text):
        number = int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "little")
        vector[number % dimension] += weight if number >> 40 & 1 else -weight
    length = float(np.linalg.norm(vector)) or 1.0
    return [round(float(value), 8) for value in vector / length]


def _features(text: str) -> Iterator[tuple[str, float]]:
    for word in re.findall(r"\w+", text.lower()):
        yield f"w:{word}", 3.0
        framed = f"#{word}#"
        for at in range(len(framed) - 2):
            yield f"t:{framed[at : at + 3]}", 1.0


class FixtureEmbedder:
    """The function as an embedder."""

    model = "vedana-fixtures 1"

    def __init__(self, dimension: int = 1024) -> None:
        self.dimension = dimension

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [embedding(text, self.dimension) for text in texts]
