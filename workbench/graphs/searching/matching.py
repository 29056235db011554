"""How often a record has the terms of a query, field by field."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from ...core.property_graph.records import EdgeRecord, NodeRecord, TextIndex
from .text_query import TextQuery
from .tokens import Term, folded, terms, units

Record: TypeAlias = NodeRecord | EdgeRecord


class Match(NamedTuple):
    """`counts[field]` are the occurrences of each term in a field that has any of them.

    `totals` are their sums. `length` is that of the whole record: its terms, its characters
    where the query is literal.
    """

    record: Record
    counts: dict[str, list[int]]
    totals: list[int]
    length: int


def fields_of(record: Record, index: TextIndex) -> list[tuple[str, str]]:
    """The indexed properties that are text and not blank, in the order of the index."""
    values = record.properties
    found = [(name, values[name]) for name in index.properties if name in values]
    return [(name, text) for name, text in found if isinstance(text, str) and text.strip()]


def match(record: Record, query: TextQuery) -> Match:
    """What a record has of a query; `counts` are empty where it has nothing."""
    counts, length, totals = dict[str, list[int]](), 0, list[int]()
    for name, text in fields_of(record, query.index):
        found, size = _counted(text, query)
        length += size
        if any(found):
            counts[name] = found
            totals = [a + b for a, b in zip(totals, found, strict=True)] if totals else found
    return Match(record, counts, totals, length)


def is_answer(match: Match, query: TextQuery) -> bool:
    """Whether a record has all that the query's mode asks for, in whatever fields."""
    return bool(match.counts) and (query.mode == "any" or all(match.totals))


def _counted(text: str, query: TextQuery) -> tuple[list[int], int]:
    """Occurrences of each term, none counted twice, and how long the field is."""
    index = query.index
    if query.literal:
        content = folded(text, index)
        return [content.count(term.text) for term in query.terms], len(content)
    there = terms(text, index)
    if query.phrase:
        return [_sequence(units(text, index)).count(_sequence(query.phrase))], len(there)
    return [_occurrences(there, term) for term in query.terms], len(there)


def _occurrences(found: list[str], term: Term) -> int:
    if not term.prefix:
        return found.count(term.text)
    return sum(one.startswith(term.text) for one in found)


def _sequence(units: list[str] | tuple[str, ...]) -> str:
    """Units in brackets that are no letters, so that a phrase begins and ends with whole ones."""
    return "".join(f"({unit})" for unit in units)
