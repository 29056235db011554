"""One random statement after the other."""

from __future__ import annotations

from random import Random

from tests.velesql.fuzz.changes import change, select_edges
from tests.velesql.fuzz.data import Data
from tests.velesql.fuzz.joins import compound, grouped_join, join
from tests.velesql.fuzz.mistakes import mistake
from tests.velesql.fuzz.patterns import Matching
from tests.velesql.fuzz.query import Clause, Query
from tests.velesql.fuzz.selects import Clauses, select
from tests.velesql.fuzz.writing import Writer


def _match(writer: Writer) -> Clauses:
    return Matching(writer).clauses()


def _explain(writer: Writer) -> Clauses:
    writer.tag("EXPLAIN")
    word = writer.pick(("EXPLAIN", "EXPLAIN ANALYZE"))
    made = writer.pick((select, _match, compound))(writer)
    return (Clause(word, ("",), least=1), *made)


_KINDS = {
    select: 62,
    join: 7,
    grouped_join: 2,
    compound: 6,
    _match: 11,
    select_edges: 2,
    mistake: 3,
    _explain: 2,
    change: 5,
}


def query(random: Random, data: Data) -> Query:
    writer = Writer(random, data)
    made = random.choices(list(_KINDS), list(_KINDS.values()))[0]
    compat = random.random() < 0.2
    if compat:
        writer.tag("compat")
    clauses = made(writer)
    kind = "change" if made is change else "explain" if made is _explain else "read"
    if made is mistake and not clauses[0].word.startswith(("SELECT", "MATCH", "LET", "DESCRIBE")):
        kind = "change"
    return Query(clauses, writer.parameters, frozenset(writer.tags), kind, compat)
