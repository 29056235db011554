"""What TongGraph does otherwise, on request: its numbers and rows for a comparison.

A relationship may match twice in a MATCH; `RETURN *` counts; `<>` keeps rows whose property is
missing; UNION keeps duplicates; counts know no paging; SKIP and LIMIT take integers alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from .clauses import PAGING, Clause, Part, Statement
from .returning import Item, Projection
from .rewriting import Rewriter
from .tokens import Token, Tokens, depths, failed

_JOINING = ("OR", "XOR", "NOT")


@dataclass(frozen=True)
class Compat:
    """The differences, each where it is `on`."""

    on: bool = False

    def check(self, part: Part, projection: Projection, statement: Statement) -> None:
        """QueryFailed for paging by anything but an integer."""
        for clause in part.all("SKIP", "LIMIT") if self.on else ():
            if len(clause.body) != 1 or clause.body[0].kind != "number":
                raise failed(
                    f"{clause.word} requires a non-negative integer literal",
                    statement.text,
                    clause.start,
                )

    def leaves_out(self, clause: Clause, projection: Projection) -> bool:
        return self.on and projection.counts and clause.word in PAGING

    def projected(self, projection: Projection) -> Projection:
        """The items, where `*` counts."""
        if not self.on:
            return projection
        items = (
            Item(item.key, native="count(*)", counted=True) if item.is_star else item
            for item in projection.items
        )
        return Projection(tuple(items), projection.distinct)

    def unions(self, given: tuple[str, ...]) -> tuple[str, ...]:
        return ("UNION ALL",) * len(given) if self.on else given

    def where(self, body: Tokens, rewriter: Rewriter) -> str:
        """The condition; `<>` is true where a side is missing."""
        level = depths(body)
        outer = [token for token, depth in zip(body, level, strict=True) if depth == 0]
        if not self.on or any(token.says(*_JOINING) for token in outer):
            return rewriter.render(body)
        tests: list[list[Token]] = [[]]
        for token, depth in zip(body, level, strict=True):
            if depth == 0 and token.says("AND"):
                tests.append([])
            else:
                tests[-1].append(token)
        return " AND ".join(_test(test, rewriter) for test in tests)


def _test(test: list[Token], rewriter: Rewriter) -> str:
    rendered = rewriter.render(test)
    differs = any(token.is_sign("<>", "!=") for token in test)
    return f"coalesce({rendered}, true)" if differs else rendered
