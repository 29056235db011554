"""A place among a query's tokens, and the steps from there."""

from __future__ import annotations

from collections.abc import Callable

from .tokens import Refused, Token, tokens

_OURS = """
    MATCH OPTIONAL WHERE RETURN ORDER BY SKIP LIMIT AND OR NOT IN IS AS DISTINCT ASC DESC COUNT
    COALESCE TRUE FALSE NULL
"""
_OTHERS = """
    CREATE MERGE DELETE DETACH SET REMOVE CALL YIELD UNION ALL WITH UNWIND LOAD CSV FOREACH DROP
    USING USE EXISTS CASE WHEN THEN ELSE END XOR STARTS ENDS CONTAINS ANY NONE SINGLE REDUCE
    EXPLAIN PROFILE SHOW START FINISH INSERT GRANT REVOKE ASCENDING DESCENDING ON FROM
"""
# Words that this or other texts use as clauses, operators or values; no variable is called so.
RESERVED = frozenset((_OURS + _OTHERS).split())
_HINTS = {
    "-": "; there is no arithmetic, and a pattern stands in MATCH alone",
    "+": "; there is no arithmetic",
    "*": "; there is no arithmetic",
    "/": "; there is no arithmetic",
    "%": "; there is no arithmetic",
    "^": "; there is no arithmetic",
    "{": "; subqueries and maps are refused",
    "=~": "; regular expressions are refused",
    "|": "; list comprehensions are refused",
    ".": "; a property of a property is refused",
}


class Cursor:
    """Where a parser is in a text; every step that does not fit raises Refused."""

    def __init__(self, text: str) -> None:
        self._text, self._tokens, self._at = text, list(tokens(text)), 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _ahead(self, by: int) -> Token:
        return self._tokens[min(self._at + by, len(self._tokens) - 1)]

    def _take(self, sign: str) -> bool:
        """Whether the sign stands here; it is passed then."""
        here = self._now.kind == "sign" and self._now.text == sign
        self._at += here
        return here

    def _take_word(self, word: str) -> bool:
        here = self._now.upper == word
        self._at += here
        return here

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._refused(f"`{sign}`")

    def _expect_word(self, word: str) -> None:
        if not self._take_word(word):
            raise self._refused(word)

    def _several(self, read: Callable[[], None]) -> None:
        """One or more, commas between."""
        read()
        while self._take(","):
            read()

    def _name(self, what: str) -> None:
        """A label, a type or a property: there, every word is a name."""
        if self._now.kind != "word":
            raise self._refused(what)
        self._at += 1

    def _variable(self) -> str:
        token = self._now
        if token.kind != "word" or token.upper in RESERVED:
            raise self._refused("a name")
        self._at += 1
        return token.text

    def _refused(self, expected: str) -> Refused:
        token = self._now
        hint = _HINTS.get(token.text, "")
        if token.upper in RESERVED:
            hint = "; template queries only match and return"
        return Refused(token.line, f"expected {expected}, saw {token}{hint}")
