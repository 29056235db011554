"""Which variables clauses leave to what follows them."""

from __future__ import annotations

from collections.abc import Iterable

from .clauses import Clause, split
from .patterns import UnknownPattern, paths
from .returning import Projection
from .tokens import Tokens, closing


def visible(clauses: Iterable[Clause], text: str) -> list[str]:
    """Their names in the order of first sight; UnknownPattern where a pattern hides them."""
    names: list[str] = []
    for clause in clauses:
        if clause.word in ("MATCH", "OPTIONAL MATCH"):
            names += in_patterns(clause.body)
        elif clause.word == "UNWIND":
            names.append(clause.body[-1].value)
        elif clause.word == "WITH":
            names = _kept(clause, names, text)
        elif clause.word == "CALL":
            names += _called(clause.body, text)
    return list(dict.fromkeys(names))


def in_patterns(body: Tokens) -> list[str]:
    names: list[str] = []
    for path in paths(body):
        names += [path.variable] if path.variable else []
        names += [element.variable for element in path.elements if element.variable]
    return names


def _kept(clause: Clause, names: list[str], text: str) -> list[str]:
    kept: list[str] = []
    for item in Projection.of(clause, text).items:
        kept += names if item.is_star else [item.alias.value if item.alias else _bare(item.tokens)]
    return kept


def _bare(given: Tokens) -> str:
    return given[0].value


def _called(body: Tokens, text: str) -> list[str]:
    """What the RETURN of a subquery gives; nothing where it only looks."""
    at = next(at for at, token in enumerate(body) if token.is_sign("{"))
    inside = split(body[at + 1 : closing(body, at)], text)
    returns = [clause for clause in inside if clause.word == "RETURN"]
    if not returns:
        return []
    items = Projection.of(returns[0], text).items
    if any(item.is_star for item in items):
        raise UnknownPattern
    return [item.alias.value if item.alias else _bare(item.tokens) for item in items]
