"""The texts of a graph's records as PostgreSQL searches them, kept by every commit.

Terms are made here, not by a text search configuration of the server: a row of `tong_texts`
has those of one record in one index (`words`), or for a trigram index what is searched for
fragments (`content`). PostgreSQL finds the records that may answer a query and counts; what a
record is worth is decided by the record itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from ...core.property_graph.records import EdgeRecord, NodeRecord, TextIndex
from ..searching.matching import Record, fields_of
from ..searching.text_query import Found, TextQuery
from ..searching.tokens import folded, terms
from .store import Store
from .text_statements import TOTALS, UNSURE, finding, lexemes

_BATCH = 2000  # records a statement
_MOST_BYTES = 900_000  # of one record's distinct terms; a tsvector holds 1 MB

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
        asked = finding(query)
        if asked is None:
            return None
        place = {"graph": self._number, "name": query.index.name}
        totals = self._counted(query.index.name, generation)
        found = self._row(asked.text, place | asked.values)
        if totals is None or found["generation"] != generation:
            return None
        entities, unsure = (np.array(found[name], np.int64) for name in ("entities", "unsure"))
        counts = [found[f"counts{i}"] for i in range(asked.counted)]
        order = np.argsort(entities)
        return Found(
            entities[order],
            np.array(found["lengths"], np.int64)[order],
            np.array(counts, np.int64).T[order] if counts else None,
            tuple(found["frequencies"]) or (len(entities) - len(unsure),),
            unsure,
            *totals,
        )

    def _counted(self, name: str, generation: int) -> tuple[int, int] | None:
        """How many records with text an index has, and how long they are together."""
        known = self._totals.get(name)
        if known is None or known[0] != generation:
            found = self._row(TOTALS, {"graph": self._number, "name": name})
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
    found = Counter(term for text in texts for term in terms(text, index))
    kept = lexemes(found.items())
    if sum(len(lexeme.encode()) for lexeme in kept) > _MOST_BYTES:
        kept = [UNSURE]
    return "", " ".join(kept), found.total()
