"""Words of payloads, ranked by BM25."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from .grown import Grown
from .payloads import Payloads
from .postings import Postings, summed
from .words import document, documents, words

K1, B = 1.2, 0.75  # reference, section 8


class Codes(dict[str, int]):
    """Numbers words from 0 in the order in which they are first looked up."""

    def __missing__(self, word: str) -> int:
        code = self[word] = len(self)
        return code


class Read(NamedTuple):
    """Words of rows, read and not yet taken in: `lengths[i]` of `words` are those of row i."""

    words: list[str]
    lengths: list[int]


class TextIndex:
    """One document a row: every string of its payload, at any depth.

    Rows are numbered from 0 as they came. Scores are Robertson and Zaragoza's BM25 with
    Lucene's idf and the factor k1 + 1 of the original formula; rows without words, and rows that
    are dropped, count neither for N nor for the mean length.
    """

    def __init__(self) -> None:
        self._codes = Codes()
        self._postings = Postings(np.int32)
        self._lengths: Grown[np.int32] = Grown(np.int32)
        self._alive: Grown[np.bool_] = Grown(np.bool_)
        self._documents, self._words, self._dropped = 0, 0, False

    def __len__(self) -> int:
        return len(self._lengths)

    @classmethod
    def over(cls, payloads: Payloads) -> TextIndex:
        """An index of all rows."""
        index = cls()
        for objects in payloads.objects():
            index.take(_read(map(document, objects)))
        return index

    @staticmethod
    def read(payloads: Iterable[str]) -> Read:
        """What `take` takes in, from JSON objects as text; BadInput where one is none."""
        try:
            return _read(documents(payloads))
        except ValueError as error:
            raise BadInput(f"a payload is a JSON object as text: {error}") from error

    def append(self, payloads: Sequence[str]) -> None:
        """Add rows."""
        self.take(self.read(payloads))

    def take(self, read: Read) -> None:
        """Add rows that were read."""
        first = len(self)
        lengths = np.array(read.lengths, np.int32)
        self._lengths.extend(lengths)
        self._alive.extend(np.ones(len(lengths), np.bool_))
        self._documents += int(np.count_nonzero(lengths))
        self._words += len(read.words)
        codes = np.fromiter(map(self._codes.__getitem__, read.words), np.int64, len(read.words))
        pairs = np.repeat(np.arange(first, len(self)), lengths) * len(self._codes) + codes
        pairs, counts = np.unique(pairs, return_counts=True)
        rows, codes = np.divmod(pairs, max(len(self._codes), 1))
        self._postings.add(codes, rows, counts)

    def drop(self, positions: NDArray[np.int64]) -> None:
        """Leave out rows; those that are out already are passed over."""
        gone = positions[self._alive.view[positions]]
        if not len(gone):
            return
        lengths = self._lengths.view[gone]
        self._alive.view[gone] = False
        self._documents -= int(np.count_nonzero(lengths))
        self._words -= int(lengths.sum())
        self._dropped = True

    def matches(self, query: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The rows that have any word of the query, ascending, and their BM25 scores."""
        asked = Counter(words(query)).items()
        found = [self._weighed(self._codes[word], n) for word, n in asked if word in self._codes]
        return summed(len(self), found)

    def scores(self, query: str) -> NDArray[np.float64]:
        """(size,) BM25 scores; 0 where no word of the query is."""
        scores = np.zeros(len(self))
        rows, found = self.matches(query)
        scores[rows] = found
        return scores

    def _weighed(self, code: int, times: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        rows, counts = self._postings.of(code)
        if self._dropped:
            kept = self._alive.view[rows]
            rows, counts = rows[kept], counts[kept]
        if not len(rows):
            return rows, np.zeros(0)
        df, mean = len(rows), self._words / self._documents
        idf = math.log((self._documents - df + 0.5) / (df + 0.5) + 1)
        norm = K1 * (1 - B + B * self._lengths.view[rows] / mean)
        weighed: NDArray[np.float64] = times * idf * (counts * (K1 + 1) / (counts + norm))
        return rows, weighed

    @property
    def bytes(self) -> int:
        """Memory held; a word is taken for 150 bytes with its place."""
        arrays = self._postings.bytes + self._lengths.bytes + self._alive.bytes
        return arrays + 150 * len(self._codes)


def _read(documents: Iterable[str]) -> Read:
    found: list[str] = []
    lengths: list[int] = []
    for one in documents:
        row = words(one)
        found += row
        lengths.append(len(row))
    return Read(found, lengths)
