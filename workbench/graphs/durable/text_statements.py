"""How PostgreSQL is asked for the records that answer a query, and for the counts of its terms.

A lexeme of `words` tells how often its record has it: its one position is that number, and its
weight the class of it, D for 1, C for 2, B for 3, A for more. A test of weights takes a tenth of
the time of a look at positions, which only those of class A need.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from ..searching.text_query import TextQuery
from ..searching.tokens import Term

UNSURE = "' '"  # the one word of a record with too many; no term has a blank
_LONGEST = 100  # characters of a term; PostgreSQL takes lexemes below 2 KB
_MOST_TERMS = 200  # of a query: more of them are looked for in the records
_MOST_TIMES = 16_383  # the highest position that a tsvector holds
_WEIGHTS = {1: "", 2: "C", 3: "B"}

_ROWS = "FROM tong_texts WHERE graph = $graph AND index_name = $name"
_NOW = "(SELECT generation FROM tong_graphs WHERE number = $graph) AS generation"
TOTALS = f"SELECT {_NOW}, count(*) AS documents, coalesce(sum(length), 0)::bigint AS length {_ROWS}"
_FOUND = f"""
WITH found AS MATERIALIZED (
  SELECT entity, length, {{unsure}} AS unsure{{counts}} {_ROWS} AND ({{condition}})
)
SELECT {_NOW},
  coalesce(array_agg(entity), '{{{{}}}}') AS entities,
  coalesce(array_agg(length), '{{{{}}}}') AS lengths,
  ARRAY(SELECT entity FROM found WHERE unsure ORDER BY entity) AS unsure,
  ARRAY(SELECT (SELECT count(*) {_ROWS} AND {{has_term}})
        FROM unnest($terms::text[]) WITH ORDINALITY AS asked (term, place)
        ORDER BY place) AS frequencies{{counted}}
FROM found
"""
# A lexeme without a position, which passes as of every weight, is one that nobody counted.
_TIMES = """
    CASE WHEN NOT words @@ $t{i}::tsquery THEN 0
      WHEN words @@ $a{i}::tsquery
        THEN coalesce((SELECT positions[1] FROM unnest(words) WHERE lexeme = $l{i}), -1)
      WHEN words @@ $b{i}::tsquery THEN 3
      WHEN words @@ $c{i}::tsquery THEN 2
      ELSE 1 END"""
_TIMES_OF_PREFIX = """
    CASE WHEN NOT words @@ $t{i}::tsquery THEN 0
      ELSE (SELECT CASE WHEN bool_and(positions IS NOT NULL) THEN sum(positions[1]) ELSE -1 END
            FROM unnest(words) WHERE starts_with(lexeme, $l{i})) END"""
_TIMES_OF_FRAGMENT = """
    (char_length(content) - char_length(replace(content, $l{i}, ''))) / char_length($l{i})"""


class Statement(NamedTuple):
    """A text and its values; its answer has a column `counts` + i for each of `counted`."""

    text: str
    values: dict[str, Any]
    counted: int


def finding(query: TextQuery) -> Statement | None:
    """How to ask for the answers to a query; None where PostgreSQL cannot tell them.

    The values lack `graph` and `name`. A phrase's occurrences are not counted.
    """
    if len(query.terms) > _MOST_TERMS or _is_cut(query):
        return None
    if query.index.tokenizer == "trigram":
        return _by_content(query)
    return None if query.literal else _by_words(query)


def lexemes(counts: Iterable[tuple[str, int]]) -> list[str]:
    """Terms with their numbers of occurrences, as a tsvector writes them."""
    return [_lexeme(Term(term)) + _times(count) for term, count in counts]


def _by_words(query: TextQuery) -> Statement:
    asked = [_lexeme(term) for term in query.terms]
    joined = (" | " if query.mode == "any" else " & ").join(asked)
    values: dict[str, Any] = {"query": f"({joined}) | {UNSURE}", "unsure": UNSURE}
    values["terms"] = _frequent(query, asked)
    counts: list[str] = []
    for i, term in enumerate(() if query.phrase else query.terms):
        counts.append((_TIMES_OF_PREFIX if term.prefix else _TIMES).format(i=i))
        values |= {f"t{i}": asked[i], f"l{i}": _kept(term.text)}
        if not term.prefix:
            values |= {f"{weight.lower()}{i}": f"{asked[i]}:{weight}" for weight in "ABC"}
    parts = {"unsure": "words @@ $unsure::tsquery", "condition": "words @@ $query::tsquery"}
    return _statement(counts, values, **parts, has_term="words @@ asked.term::tsquery")


def _by_content(query: TextQuery) -> Statement:
    patterns = [_pattern(term.text) for term in query.terms]
    values: dict[str, Any] = {"terms": _frequent(query, patterns)}
    values |= {f"p{i}": pattern for i, pattern in enumerate(patterns)}
    values |= {f"l{i}": term.text for i, term in enumerate(query.terms)}
    word = " OR " if query.mode == "any" else " AND "
    condition = word.join(f"content LIKE $p{i}" for i in range(len(patterns)))
    counts = [_TIMES_OF_FRAGMENT.format(i=i) for i in range(len(patterns))]
    parts = {"unsure": "false", "condition": condition, "has_term": "content LIKE asked.term"}
    return _statement(counts, values, **parts)


def _statement(counts: Sequence[str], values: dict[str, Any], **parts: str) -> Statement:
    made = "".join(f", {count} AS counts{i}" for i, count in enumerate(counts))
    counted = "".join(
        f", coalesce(array_agg(counts{i}::integer), '{{}}') AS counts{i}"
        for i in range(len(counts))
    )
    text = _FOUND.format(**parts, counts=made, counted=counted)
    return Statement(text, values, len(counts))


def _frequent(query: TextQuery, terms: list[str]) -> list[str]:
    """The terms to be counted: one alone is in all that is found, a phrase is counted there."""
    return [] if query.phrase or len(terms) == 1 else terms


def _lexeme(term: Term) -> str:
    """A term as both tsvector and tsquery write it.

    Nothing needs an escape: letters, digits, marks and `_` are all there is.
    """
    kept = _kept(term.text)
    return f"'{kept}':*" if term.prefix else f"'{kept}'"


def _kept(text: str) -> str:
    """A term as it is kept; a long one is told by its digest."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} {sha256(text.encode()).hexdigest()}"


def _times(count: int) -> str:
    if count > _MOST_TIMES:
        return ""
    return f":{count}{_WEIGHTS.get(count, 'A')}"


def _is_cut(query: TextQuery) -> bool:
    """Whether a prefix goes beyond what is kept of long terms."""
    return any(term.prefix and len(term.text) > _LONGEST for term in query.terms)


def _pattern(fragment: str) -> str:
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
