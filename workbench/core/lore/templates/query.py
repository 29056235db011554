"""The subset of Cypher that a template's query may be written in.

    query   := (["OPTIONAL"] "MATCH" path {"," path} ["WHERE" test])+
               "RETURN" ["DISTINCT"] value ["AS" name] {"," …}
               ["ORDER BY" value ["ASC" | "DESC"] {"," …}] ["SKIP" count] ["LIMIT" count]
    path    := node {("-" | "<-") ["[" [name] [":" type {"|" type}] [map] "]"] ("-" | "->") node}
    node    := "(" [name] {":" label} [map] ")"
    test    := value with AND OR NOT, = <> < <= > >=, IN, IS [NOT] NULL, and parentheses
    value   := name "." property | name | literal | $parameter | list | coalesce(…) | count(…)

Source: the lore engine's allowlist. What the grammar does not name is refused: writing clauses,
CALL, UNION, WITH, UNWIND, other functions, arithmetic, subqueries, comprehensions, patterns as
tests, comments. Paths of variable length and named paths are refused as well: nothing bounds
how many rows they visit.
"""

from __future__ import annotations

from dataclasses import dataclass

from .cursor import RESERVED, Cursor
from .tokens import Refused, Token

MAX_ROWS = 1000

_DEEPEST = 50  # parentheses in each other; far over any use, far under Python's own limit
_FUNCTIONS = frozenset({"COUNT", "COALESCE"})
_COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_CONSTANTS = frozenset({"TRUE", "FALSE", "NULL"})
_ALLOWED = (
    "allowed are MATCH, OPTIONAL MATCH, WHERE, RETURN, ORDER BY, SKIP, LIMIT, count, coalesce, "
    "AND, OR, NOT, IN, IS NULL, AS, DISTINCT, ASC, DESC, comparisons, literals and $parameters"
)
_SUBQUERY = "a subquery or a map"


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query inside the subset: `text` as it is sent, with its LIMIT; the names that it takes
    as `$name`, those of them that count rows, and the columns that it returns. `limit` is the
    name that its LIMIT takes, which nobody has capped yet."""

    text: str
    parameters: frozenset[str]
    counts: frozenset[str]
    columns: tuple[str, ...]
    limit: str | None = None


def checked_query(text: str) -> CheckedQuery:
    """Refused with line and reason where a query leaves the subset; LIMIT is 1000 or less after."""
    parser = _Parser(text)
    parser.query()
    return CheckedQuery(
        parser.limited(),
        frozenset(parser.parameters),
        frozenset(parser.counts),
        parser.columns(),
        parser.limit_parameter(),
    )


class _Parser(Cursor):
    """Reads one query from its first token to its last; keeps what it names."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._bound: set[str] = set()
        self._aliases: set[str] = set()
        self._returned: list[tuple[str, str]] = []
        self._limit: Token | None = None
        self._may_count = self._ordering = False
        self._depth = 0
        self.parameters: set[str] = set()
        self.counts: set[str] = set()

    def query(self) -> None:
        self._matches()
        self._expect_word("RETURN")
        self._take_word("DISTINCT")
        self._may_count = True
        self._several(self._returned_value)
        if self._take_word("ORDER"):
            self._expect_word("BY")
            self._ordering = True
            self._several(self._ordered_value)
        if self._take_word("SKIP"):
            self._count_of_rows()
        if self._take_word("LIMIT"):
            self._limit = self._count_of_rows()
        if self._now.kind != "end":
            raise self._refused("the end of the query")

    def limit_parameter(self) -> str | None:
        limit = self._limit
        return limit.text[1:] if limit is not None and limit.kind == "parameter" else None

    def limited(self) -> str:
        """The text with a LIMIT of MAX_ROWS or less; one that is a parameter is capped later."""
        limit = self._limit
        if limit is None:
            return f"{self._text.rstrip()}\nLIMIT {MAX_ROWS}"
        if limit.kind == "parameter" or int(limit.text) <= MAX_ROWS:
            return self._text
        return f"{self._text[: limit.start]}{MAX_ROWS}{self._text[limit.end :]}"

    def columns(self) -> tuple[str, ...]:
        """An alias, the property's own name where only one column has it, else the value's text."""
        short = [name for name, _ in self._returned]
        return tuple(n if short.count(n) == 1 else full for n, full in self._returned)

    # Clauses

    def _matches(self) -> None:
        if self._now.upper not in ("MATCH", "OPTIONAL"):
            raise self._refused("MATCH or OPTIONAL MATCH")
        while self._now.upper in ("MATCH", "OPTIONAL"):
            if self._take_word("OPTIONAL") and self._now.upper != "MATCH":
                raise self._refused("MATCH")
            self._expect_word("MATCH")
            self._several(self._path)
            if self._take_word("WHERE"):
                self._test()

    def _returned_value(self) -> None:
        if self._now.text == "*":
            raise Refused(self._now.line, "RETURN * is refused: name the columns")
        start = self._now
        self._test()
        full = self._text[start.start : self._tokens[self._at - 1].end]
        if self._take_word("AS"):
            alias = self._variable()
            self._aliases.add(alias)
            self._returned.append((alias, alias))
        else:
            own = start.kind == "word" and full.startswith(f"{start.text}.") and " " not in full
            self._returned.append((full.rpartition(".")[2] if own else full, full))

    def _ordered_value(self) -> None:
        self._test()
        if not self._take_word("ASC"):
            self._take_word("DESC")

    def _count_of_rows(self) -> Token:
        token = self._now
        if token.kind == "parameter":
            self.counts.add(token.text[1:])
            self.parameters.add(token.text[1:])
        elif token.kind != "number" or not token.text.isdigit():
            raise self._refused("a whole number or a $parameter")
        self._at += 1
        return token

    # Patterns

    def _path(self) -> None:
        if self._now.kind == "word" and self._ahead(1).text == "=":
            raise Refused(self._now.line, "a named path is refused: name its nodes and relations")
        self._node()
        while self._now.text in ("-", "<"):
            self._relation()
            self._node()

    def _node(self) -> None:
        self._expect("(")
        if self._now.kind == "word":
            self._bound.add(self._variable())
        while self._take(":"):
            self._name("a label")
        if self._now.text == "{":
            self._map()
        self._expect(")")

    def _relation(self) -> None:
        backward = self._take("<")
        self._expect("-")
        if self._take("["):
            self._inside_relation()
            self._expect("]")
        self._expect("-")
        if self._now.text == ">" and not backward:
            self._at += 1

    def _inside_relation(self) -> None:
        if self._now.kind == "word":
            self._bound.add(self._variable())
        if self._take(":"):
            self._name("a relation type")
            while self._take("|"):
                self._take(":")
                self._name("a relation type")
        if self._now.text == "*":
            raise Refused(
                self._now.line, "paths of variable length are refused: nothing bounds them"
            )
        if self._now.text == "{":
            self._map()

    def _map(self) -> None:
        self._expect("{")
        if not self._take("}"):
            self._several(self._pair)
            self._expect("}")

    def _pair(self) -> None:
        self._name("a property")
        self._expect(":")
        self._value()

    # Values

    def _test(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(self._now.line, f"more than {_DEEPEST} parentheses in each other")
        self._negated()
        while self._now.upper in ("AND", "OR"):
            self._at += 1
            self._negated()
        self._depth -= 1

    def _negated(self) -> None:
        while self._take_word("NOT"):
            pass
        self._value()
        while True:
            if self._now.text in _COMPARISONS and self._now.kind == "sign":
                self._at += 1
                self._value()
            elif self._take_word("IN"):
                self._value()
            elif self._take_word("IS"):
                self._take_word("NOT")
                self._expect_word("NULL")
            else:
                return

    def _value(self) -> None:
        token = self._now
        if token.kind in ("text", "number"):
            self._at += 1
        elif token.kind == "parameter":
            self.parameters.add(token.text[1:])
            self._at += 1
        elif token.kind == "word":
            self._named_value(token)
        elif self._take("-"):
            if self._now.kind != "number":
                raise self._refused("a number behind `-`: there is no arithmetic")
            self._at += 1
        elif self._take("["):
            self._list()
        elif self._take("("):
            self._nested()
        else:
            raise self._refused(f"a value{', not ' + _SUBQUERY if token.text == '{' else ''}")

    def _named_value(self, token: Token) -> None:
        if token.upper in _CONSTANTS:
            self._at += 1
        elif self._ahead(1).text == "(":
            self._function(token)
        elif token.text in self._bound or (self._ordering and token.text in self._aliases):
            self._at += 1
            if self._take("."):
                self._name("a property")
        elif token.upper in RESERVED:
            raise self._refused("a value")
        else:
            raise Refused(token.line, f"{token.text!r} is bound by no MATCH")

    def _function(self, token: Token) -> None:
        if token.upper not in _FUNCTIONS:
            raise Refused(token.line, f"the function {token.text} is not allowed; {_ALLOWED}")
        if token.upper == "COUNT" and not self._may_count:
            raise Refused(token.line, "count counts rows: it stands in RETURN or ORDER BY")
        self._at += 2
        if token.upper == "COUNT" and self._take("*"):
            self._expect(")")
            return
        if token.upper == "COUNT":
            self._take_word("DISTINCT")
            self._test()
        else:
            self._several(self._test)
        self._expect(")")

    def _list(self) -> None:
        if not self._take("]"):
            self._several(self._test)
            self._expect("]")

    def _nested(self) -> None:
        if self._now.text in (")", ":"):
            raise Refused(self._now.line, "a pattern as a test is refused: write it in MATCH")
        self._test()
        if self._now.text == ":":
            raise Refused(self._now.line, "a pattern as a test is refused: write it in MATCH")
        self._expect(")")
