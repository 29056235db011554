"""A statement as clauses, split by where keywords stand and not by what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ...core.errors import BadInput, NotSupported
from .tokens import Token, Tokens, closing, depths, failed, tokens

READING = ("MATCH", "OPTIONAL MATCH", "WHERE", "WITH", "UNWIND", "CALL")
PAGING = ("ORDER BY", "SKIP", "LIMIT")
CHANGING = ("CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH DELETE", "ON CREATE", "ON MATCH")
_REFUSED = ("FOREACH", "LOAD", "DROP", "ALTER", "USE", "EXPLAIN", "PROFILE", "SHOW", "FINISH")
_WORDS = frozenset(
    {"MATCH", "OPTIONAL", "WHERE", "WITH", "UNWIND", "CALL", "RETURN", "ORDER", "SKIP", "LIMIT"}
    | {"CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "ON", "UNION", *_REFUSED}
)
_PAIRS = {"OPTIONAL": ("MATCH",), "DETACH": ("DELETE",), "ORDER": ("BY",), "UNION": ("ALL",)} | {
    "ON": ("CREATE", "MATCH")
}
# After these a value follows, and no clause.
_EXPECTING = frozenset(
    {"AND", "OR", "XOR", "NOT", "IN", "AS", "CONTAINS", "STARTS", "ENDS", "WHEN", "THEN", "ELSE"}
    | {"CASE", "DISTINCT", "BY", *_WORDS} - {"UNION"}
)
_SUBQUERY = ("CALL", "EXISTS", "COUNT", "COLLECT")


class Clause(NamedTuple):
    """A keyword in capitals and the tokens of its body."""

    word: str
    body: tuple[Token, ...]
    start: int  # of the keyword, as a character of the text
    end: int


@dataclass(frozen=True)
class Part:
    """What stands between two UNIONs."""

    clauses: tuple[Clause, ...]

    def all(self, *words: str) -> list[Clause]:
        return [clause for clause in self.clauses if clause.word in words]

    @cached_property
    def words(self) -> list[str]:
        return [clause.word for clause in self.clauses]


@dataclass(frozen=True)
class Statement:
    """A text, its parts, and how they are joined: "UNION" or "UNION ALL"."""

    text: str
    parts: tuple[Part, ...]
    unions: tuple[str, ...]
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> Statement:
        """QueryFailed for what is no statement of this Cypher, NotSupported for what we refuse."""
        if not isinstance(text, str):
            raise BadInput(f"a Cypher statement is a text, not {text!r:.60}")
        found = tokens(text)
        given = _without_semicolon(found, text)
        clauses = split(given, text)
        _check_subqueries(given, text)
        unions = tuple(c.word for c in clauses if c.word.startswith("UNION"))
        parts = tuple(Part(tuple(part)) for part in _between(clauses))
        statement = cls(text, parts, unions, tuple(given))
        for part in parts:
            _check(part, statement)
        return statement

    @property
    def writes(self) -> bool:
        return any(clause.word in CHANGING for part in self.parts for clause in part.clauses)

    @property
    def parameters(self) -> set[str]:
        """The names of the parameters that it uses."""
        return {token.value for token in self.tokens if token.kind == "parameter"}


def split(given: Tokens, text: str) -> list[Clause]:
    """The clauses outside of brackets; QueryFailed where none begins."""
    starts = list(_starts(given))
    if not starts or starts[0][0] != 0:
        said = given[0].value if given else ""
        raise failed(f"expected a clause such as MATCH or RETURN, found {said!r}", text, _at(given))
    clauses = []
    for (at, length), (end, _) in zip(starts, [*starts[1:], (len(given), 0)], strict=True):
        word = " ".join(token.value.upper() for token in given[at : at + length])
        body = tuple(given[at + length : end])
        clauses.append(Clause(word, body, given[at].start, (given[end - 1]).end))
    return clauses


def _starts(given: Tokens) -> Iterator[tuple[int, int]]:
    """(index, number of tokens) of each clause's keyword."""
    level = depths(given)
    after = -1  # the last token of the keyword before
    for at, token in enumerate(given):
        if level[at] or at <= after or not token.says(*_WORDS):
            continue
        if at and not _ends_value(given, at - 1, after):
            continue
        if at + 1 < len(given) and given[at + 1].is_sign(".", ":"):
            continue
        paired = at + 1 < len(given) and given[at + 1].says(*_PAIRS.get(token.value.upper(), ()))
        if not paired and token.says("OPTIONAL", "DETACH", "ORDER", "ON"):
            continue
        after = at + paired
        yield at, 1 + paired


def _ends_value(given: Tokens, at: int, keyword: int) -> bool:
    """Whether a value, a name or a pattern can end with this token, so that a clause may follow."""
    token = given[at]
    if at == keyword:
        return (token.says("CREATE", "MATCH") and at > 0 and given[at - 1].says("ON")) or _is_union(
            token
        )
    if token.kind == "sign":
        return token.value in (")", "]", "}", ";") or _is_star(given, at, keyword)
    is_property = at > 0 and given[at - 1].is_sign(".", ":", "|", "&", "!")
    named = at > 0 and given[at - 1].says("AS")
    return is_property or named or not token.says(*_EXPECTING)


def _is_union(token: Token) -> bool:
    return token.says("UNION", "ALL")


def _is_star(given: Tokens, at: int, keyword: int) -> bool:
    """Whether a `*` stands for all variables, and multiplies nothing."""
    before = given[at - 1]
    return given[at].value == "*" and (
        at - 1 == keyword or before.is_sign(",") or before.says("DISTINCT")
    )


def _between(clauses: list[Clause]) -> Iterator[list[Clause]]:
    part: list[Clause] = []
    for clause in clauses:
        if clause.word.startswith("UNION"):
            yield part
            part = []
        else:
            part.append(clause)
    yield part


def _without_semicolon(found: list[Token], text: str) -> list[Token]:
    given = found[:-1]
    while given and given[-1].is_sign(";"):
        given.pop()
    for token in given:
        if token.is_sign(";"):
            raise failed("one statement at a time: another one follows here", text, token.start)
    return given


def _at(given: Tokens) -> int:
    return given[0].start if given else 0


def _check(part: Part, statement: Statement) -> None:
    text = statement.text
    if not part.clauses:
        raise failed("a UNION joins two queries, and one is missing", text, len(text))
    for clause in part.clauses:
        _check_clause(clause, text)
    if "RETURN" not in part.words and not any(word in CHANGING for word in part.words):
        raise failed("a query ends with RETURN", text, len(text))
    if statement.unions and statement.writes:
        raise NotSupported("a UNION joins queries that only read; change things in one statement")


def _check_clause(clause: Clause, text: str) -> None:
    if clause.word in _REFUSED:
        raise NotSupported(f"{clause.word} is not taken here{_instead(clause.word)}")
    if clause.word == "CREATE" and clause.body and not _begins_pattern(clause.body):
        raise NotSupported(
            f"CREATE {clause.body[0].value} is not taken here: CREATE makes nodes and edges; "
            "indexes and databases are kept by the workbench"
        )
    if clause.word == "CALL" and not (clause.body and clause.body[0].is_sign("{", "(")):
        raise NotSupported(
            "CALL takes a subquery in braces here; procedures are the engine's own, and know "
            "nothing of this graph's ids and names"
        )
    if not clause.body and clause.word not in ("ON CREATE", "ON MATCH"):
        raise failed(f"{clause.word} is followed by nothing", text, clause.end)


def _begins_pattern(body: Tokens) -> bool:
    return body[0].is_sign("(") or (body[0].names and len(body) > 1 and body[1].is_sign("="))


def _instead(word: str) -> str:
    told = {
        "FOREACH": ": write UNWIND … CREATE, MERGE or SET instead",
        "LOAD": ": read the file in Python, or import it by import_nodes_csv()",
        "EXPLAIN": ": ask with profile=True",
        "PROFILE": ": ask with profile=True",
    }
    return told.get(word, "")


def _check_subqueries(given: Tokens, text: str) -> None:
    """NotSupported where a subquery changes something."""
    for at, token in enumerate(given):
        if not token.is_sign("{") or not at or not _opens_subquery(given, at):
            continue
        inside = given[at + 1 : closing(given, at)]
        if not inside or not inside[0].says(*_WORDS):
            continue  # EXISTS { (a)-->(b) } holds a pattern
        for clause in split(inside, text):
            if clause.word in CHANGING or clause.word in _REFUSED:
                raise NotSupported(
                    f"{clause.word} inside of a subquery is not taken here; write it outside"
                )
            if not clause.word.startswith("UNION"):
                _check_clause(clause, text)


def _opens_subquery(given: Tokens, at: int) -> bool:
    if given[at - 1].says(*_SUBQUERY):
        return True
    if not given[at - 1].is_sign(")"):
        return False
    opened = next(
        i for i in range(at - 1, -1, -1) if given[i].is_sign("(") and closing(given, i) == at - 1
    )
    return opened > 0 and given[opened - 1].says("CALL")
