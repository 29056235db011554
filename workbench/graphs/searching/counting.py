"""The records that answer a query, and how often each has its terms: as arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.records import Target
from .filters import Filters
from .matching import Match, is_answer, match
from .text_query import Found, TextQuery

if TYPE_CHECKING:
    from ..state.state import State

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Statistics:
    """Of all records with text in an index: how many, how long together, how many have a term."""

    documents: int
    length: int
    frequencies: Sequence[int]

    @cached_property
    def rarity(self) -> list[float]:
        """The idf of each term."""
        return [math.log(1 + (self.documents - n + 0.5) / (n + 0.5)) for n in self.frequencies]


@dataclass(frozen=True, eq=False)
class Counts:
    """Answers by `ids` (n,), ascending: occurrences `counts` (n, terms), `lengths` (n,).

    `fields` (n,) are how many of its fields have a term; of an index of one field, 1.
    """

    ids: Ints
    counts: Ints
    lengths: Ints
    fields: Ints
    statistics: Statistics


def held(state: State, target: Target) -> Any:
    return state.nodes if target == "node" else state.edges


def of_all(state: State, query: TextQuery, filters: Filters) -> Counts:
    """All answers that the filters accept, out of all records."""
    documents = length = 0
    frequencies, matches = [0] * len(query.shown), list[Match]()
    for record in held(state, query.index.target):
        one = match(record, query)
        documents += one.length > 0
        length += one.length
        if not one.counts:
            continue
        _count(frequencies, one)
        if is_answer(one, query) and filters.accept(record):
            matches.append(one)
    return _counts(matches, query, Statistics(documents, length, frequencies))


def of_found(
    state: State, query: TextQuery, filters: Filters, found: Found, ranking: str
) -> Counts:
    """The same, of records that may be answers; none is read whose counts are known.

    The simple ranking needs to know in how many fields the terms are, which the tables tell of
    indexes of one field alone.
    """
    told = found.counts is not None and (ranking != "simple" or len(query.index.properties) == 1)
    counts = found.counts if told else None
    if counts is None:
        counts = np.full((len(found.entities), len(query.shown)), -1)
    sure = (counts >= 0).all(axis=1) & ~np.isin(found.entities, found.unsure)
    accepted = _accepted(state, query, filters, found.entities)
    read, frequencies = _read(state, query, found, (accepted, ~sure))
    enough = counts.any(axis=1) if query.mode == "any" else counts.all(axis=1)
    known = np.flatnonzero(sure & accepted & enough)
    others = _counts(read, query, Statistics(found.documents, found.length, frequencies))
    return _joined(
        others, found.entities[known], counts[known], found.lengths[known], others.statistics
    )


def _accepted(state: State, query: TextQuery, filters: Filters, ids: Ints) -> NDArray[np.bool_]:
    target = query.index.target
    if filters:
        return np.isin(ids, filters.survivors(state, target))
    return np.isin(ids, held(state, target).ids())


def _read(
    state: State,
    query: TextQuery,
    found: Found,
    chosen: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> tuple[list[Match], list[int]]:
    """Answers among the records to be read, and how many records have each term.

    Those with a phrase are still to be counted, as are all that the tables are unsure of,
    whether a filter stops them or not.
    """
    accepted, unknown = chosen
    frequencies = [0] if query.phrase else list(found.frequencies)
    uncounted = np.isin(found.entities, found.entities if query.phrase else found.unsure)
    records, matches = held(state, query.index.target), list[Match]()
    for at in np.flatnonzero(unknown & (accepted | uncounted)).tolist():
        record = records.get(int(found.entities[at]))
        if record is None:
            continue
        one = match(record, query)
        if uncounted[at]:
            _count(frequencies, one)
        if accepted[at] and is_answer(one, query):
            matches.append(one)
    return matches, frequencies


def _joined(read: Counts, ids: Ints, counts: Ints, lengths: Ints, statistics: Statistics) -> Counts:
    order = np.argsort(np.concatenate((read.ids, ids)))
    return Counts(
        np.concatenate((read.ids, ids))[order],
        np.concatenate((read.counts, counts))[order],
        np.concatenate((read.lengths, lengths))[order],
        np.concatenate((read.fields, np.ones(len(ids), np.int64)))[order],
        statistics,
    )


def _counts(matches: Sequence[Match], query: TextQuery, statistics: Statistics) -> Counts:
    counts = np.array([one.totals for one in matches], np.int64)
    return Counts(
        _ints(one.record.id for one in matches),
        counts.reshape(len(matches), len(query.shown)),
        _ints(one.length for one in matches),
        _ints(len(one.counts) for one in matches),
        statistics,
    )


def _ints(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int64)


def _count(frequencies: list[int], match: Match) -> None:
    for i, total in enumerate(match.totals):
        frequencies[i] += total > 0
