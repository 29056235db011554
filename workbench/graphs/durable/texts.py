"""The texts of a graph's records as PostgreSQL searches them, kept by every commit.

Terms are made here, not by a text search configuration of the server: a row of `tong_texts`
has those of one record in one index (`words`), or for a trigram index what is searched for
fragments (`content`). PostgreSQL finds the records that may answer a query and counts; what a
record is worth is decided by the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from ...core.property_graph.records import EdgeRecord, NodeRecord, TextIndex
from ..searching.matching import Record, fields_of
from ..searching.text_query import Found, TextQuery
from ..searching.tokens import Term, folded, terms
from .store import Store

_BATCH = 2000  # records a statement
_LONGEST = 100  # characters of a term; PostgreSQL takes lexemes below 2 KB
_MOST_BYTES = 900_000  # of one record's distinct terms; a tsvector holds 1 MB
_MOST_TERMS = 200  # of a query: more of them are looked for in the records
_UNSURE = "' '"  # the one word of a record with too many; no term has a blank

_GIVEN = ("names", "entities", "contents", "words", "lengths")
_PUT = """
WITH given AS (
  SELECT * FROM unnest(
    $names::text[], $entities::bigint[], $contents::text[], $words::text[], $lengths::integer[]
  ) AS given (index_name, entity, content, words, length)
), gone AS (
  DELETE FROM tong_texts t WHERE graph = $graph
    AND (index_name = ANY($node_indexes::text[]) AND entity = ANY($nodes::bigint[])
      OR index_name = ANY($edge_indexes::text[]) AND entity = ANY($edges::bigint[]))
    AND NOT EXISTS (
      SELECT FROM given g WHERE g.index_name = t.index_name AND g.entity = t.entity)
)
INSERT INTO tong_texts AS t (graph, index_name, entity, content, words, length)
SELECT $graph, index_name, entity, content, words::tsvector, length FROM given
ON CONFLICT (graph, index_name, entity) DO UPDATE
SET content = excluded.content, words = excluded.words, length = excluded.length
WHERE (t.content, t.words, t.length)
  IS DISTINCT FROM (excluded.content, excluded.words, excluded.length)
"""
# Without statistics the planner goes through all rows of an index instead of by its words.
_LEARN = "ANALYZE tong_texts"
_DROP = "DELETE FROM tong_texts WHERE graph = $graph AND index_name = $name"
_ROWS = "FROM tong_texts WHERE graph = $graph AND index_name = $name"
_NOW = "(SELECT generation FROM tong_graphs WHERE number = $graph) AS generation"
_TOTALS = (
    f"SELECT {_NOW}, count(*) AS documents, coalesce(sum(length), 0)::bigint AS length {_ROWS}"
)
_BY_WORDS = f"""
SELECT {_NOW},
  ARRAY(SELECT entity {_ROWS} AND words @@ $query::tsquery ORDER BY entity) AS entities,
  ARRAY(SELECT entity {_ROWS} AND words @@ $unsure::tsquery ORDER BY entity) AS unsure,
  ARRAY(SELECT (SELECT count(*) {_ROWS} AND words @@ asked.term::tsquery)
        FROM unnest($terms::text[]) WITH ORDINALITY AS asked (term, place)
        ORDER BY place) AS frequencies
"""
_BY_CONTENT = f"""
SELECT {_NOW},
  ARRAY(SELECT entity {_ROWS} AND ({{condition}}) ORDER BY entity) AS entities,
  '{{{{}}}}'::bigint[] AS unsure,
  ARRAY(SELECT (SELECT count(*) {_ROWS} AND content LIKE asked.pattern)
        FROM unnest($terms::text[]) WITH ORDINALITY AS asked (pattern, place)
        ORDER BY place) AS frequencies
"""


class _Row(NamedTuple):
    name: str
    entity: int
    content: str
    words: str
    length: int


class Texts:
    """The rows of one graph, in the database of its tables."""

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._number = store, number
        self._totals: dict[str, tuple[int, int, int]] = {}  # generation, documents, length

    def define(
        self, index: TextIndex, nodes: Iterable[NodeRecord], edges: Iterable[EdgeRecord]
    ) -> None:
        """Make the rows of an index, of all records of the graph; what it had goes."""
        self.drop(index.name)
        records: Iterator[Record] = iter(nodes if index.target == "node" else edges)
        batches = 0
        while batch := list(islice(records, _BATCH)):
            self._put(list(_rows([index], batch)), [], [], [], [])
            batches += 1
        if batches > 1:
            self._store.write(_LEARN)

    def changed(
        self,
        indexes: Iterable[TextIndex],
        nodes: Sequence[NodeRecord],
        edges: Sequence[EdgeRecord],
        dropped_nodes: Sequence[int],
        dropped_edges: Sequence[int],
    ) -> None:
        """Follow a change of records in all indexes that there are; work as the change is long."""
        of_nodes, of_edges = _by_target(indexes)
        rows = [*_rows(of_nodes, nodes), *_rows(of_edges, edges)]
        self._put(
            rows,
            [index.name for index in of_nodes],
            [*dropped_nodes, *(record.id for record in nodes)] if of_nodes else [],
            [index.name for index in of_edges],
            [*dropped_edges, *(record.id for record in edges)] if of_edges else [],
        )

    def drop(self, name: str) -> None:
        """Remove the rows of an index."""
        self._store.write(_DROP, {"graph": self._number, "name": name})
        self._totals.pop(name, None)

    def candidates(self, query: TextQuery, generation: int) -> Found | None:
        """The records that may answer, and the counts that BM25 needs.

        None where the tables have another generation by now, and for a query that PostgreSQL
        cannot take: then the records themselves are gone through.
        """
        if len(query.terms) > _MOST_TERMS or _is_cut(query) or _needs_content(query):
            return None
        totals = self._counted(query.index.name, generation)
        found = self._asked(query)
        if totals is None or found["generation"] != generation:
            return None
        entities, unsure = (np.array(found[name], np.int64) for name in ("entities", "unsure"))
        frequencies = tuple(found["frequencies"]) or (len(entities) - len(unsure),)
        return Found(entities, frequencies, unsure, *totals)

    def _asked(self, query: TextQuery) -> dict[str, Any]:
        values: dict[str, Any] = {"graph": self._number, "name": query.index.name}
        if query.index.tokenizer == "trigram":
            patterns = [_pattern(term.text) for term in query.terms]
            values |= {"terms": _counts(query, patterns)}
            values |= {f"p{i}": pattern for i, pattern in enumerate(patterns)}
            return self._row(_BY_CONTENT.format(condition=_condition(query)), values)
        lexemes = [_lexeme(term) for term in query.terms]
        joined = (" | " if query.mode == "any" else " & ").join(lexemes)
        values |= {"terms": _counts(query, lexemes), "unsure": _UNSURE}
        values["query"] = f"({joined}) | {_UNSURE}"
        return self._row(_BY_WORDS, values)

    def _counted(self, name: str, generation: int) -> tuple[int, int] | None:
        """How many records with text an index has, and how long they are together."""
        known = self._totals.get(name)
        if known is None or known[0] != generation:
            found = self._row(_TOTALS, {"graph": self._number, "name": name})
            known = (found["generation"], found["documents"], found["length"])
            self._totals[name] = known
        return known[1:] if known[0] == generation else None

    def _row(self, text: str, values: dict[str, Any]) -> dict[str, Any]:
        found = self._store.rows(text, values, reviewed=True)
        return dict(zip(found.columns, found.values[0], strict=True))

    def _put(
        self,
        rows: Sequence[_Row],
        node_indexes: Sequence[str],
        nodes: Sequence[int],
        edge_indexes: Sequence[str],
        edges: Sequence[int],
    ) -> None:
        if not (rows or nodes or edges):
            return
        columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * len(_Row._fields)
        values: dict[str, Any] = dict(zip(_GIVEN, columns, strict=True))
        values |= {"node_indexes": list(node_indexes), "nodes": list(nodes)}
        values |= {"edge_indexes": list(edge_indexes), "edges": list(edges)}
        values["graph"] = self._number
        self._store.write(_PUT, values)


def _by_target(indexes: Iterable[TextIndex]) -> tuple[list[TextIndex], list[TextIndex]]:
    listed = list(indexes)
    return [i for i in listed if i.target == "node"], [i for i in listed if i.target == "edge"]


def _rows(indexes: Sequence[TextIndex], records: Sequence[Record]) -> Iterator[_Row]:
    """A row for each record with text, or of unicode61 with terms, in each index."""
    for index in indexes:
        for record in records:
            texts = [text for _, text in fields_of(record, index)]
            row = _content(texts, index) if index.tokenizer == "trigram" else _words(texts, index)
            if row[2]:
                yield _Row(index.name, record.id, *row)


def _content(texts: Sequence[str], index: TextIndex) -> tuple[str, str, int]:
    """Fields end in a line feed, which none has inside and no fragment spans."""
    fields = [folded(text, index) for text in texts]
    return "\n".join(fields), "", sum(map(len, fields))


def _words(texts: Sequence[str], index: TextIndex) -> tuple[str, str, int]:
    found = [term for text in texts for term in terms(text, index)]
    lexemes = [_lexeme(Term(term)) for term in dict.fromkeys(found)]
    if sum(len(lexeme.encode()) for lexeme in lexemes) > _MOST_BYTES:
        lexemes = [_UNSURE]
    return "", " ".join(lexemes), len(found)


def _lexeme(term: Term) -> str:
    """A term as both tsvector and tsquery write it; a long one is told by its digest.

    Nothing needs an escape: letters, digits, marks and `_` are all there is.
    """
    text = term.text
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]} {sha256(text.encode()).hexdigest()}"
    return f"'{text}':*" if term.prefix else f"'{text}'"


def _is_cut(query: TextQuery) -> bool:
    """Whether a prefix goes beyond what is kept of long terms."""
    return any(term.prefix and len(term.text) > _LONGEST for term in query.terms)


def _needs_content(query: TextQuery) -> bool:
    """Whether letters are asked for where words alone are kept."""
    return query.literal and query.index.tokenizer != "trigram"


def _counts(query: TextQuery, terms: list[str]) -> list[str]:
    """The terms to be counted: one alone is in all that is found, a phrase is counted there."""
    return [] if query.phrase or len(terms) == 1 else terms


def _condition(query: TextQuery) -> str:
    word = " OR " if query.mode == "any" else " AND "
    return word.join(f"content LIKE $p{i}" for i in range(len(query.terms)))


def _pattern(fragment: str) -> str:
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
