"""What follows RETURN: items, their names, and whether they gather rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .clauses import Clause
from .patterns import parts
from .tokens import Token, Tokens, closing, failed

_GATHERING = (
    *("COUNT", "SUM", "AVG", "MIN", "MAX", "COLLECT", "STDEV", "STDEVP"),
    *("PERCENTILECONT", "PERCENTILEDISC"),
)


@dataclass(frozen=True)
class Item:
    """An expression and its column's name: the alias, else the text as it is written.

    `native` is the expression in the engine's words, where it is not to be rendered; `counted`
    says that it counts rows.
    """

    key: str
    tokens: tuple[Token, ...] = ()
    alias: Token | None = None
    native: str = ""
    counted: bool = False

    @property
    def is_star(self) -> bool:
        return len(self.tokens) == 1 and self.tokens[0].is_sign("*")

    @property
    def gathers(self) -> bool:
        called = any(is_call(self.tokens, at, *_GATHERING) for at in range(len(self.tokens)))
        return self.counted or called

    @property
    def counts(self) -> bool:
        """Whether it is nothing but `count(…)`."""
        if self.counted or not self.tokens:
            return self.counted
        return is_call(self.tokens, 0, "COUNT") and closing(self.tokens, 1) == len(self.tokens) - 1


@dataclass(frozen=True)
class Projection:
    """The items of a RETURN."""

    items: tuple[Item, ...]
    distinct: bool

    @property
    def gathers(self) -> bool:
        return any(item.gathers for item in self.items)

    @property
    def counts(self) -> bool:
        return all(item.counts for item in self.items)

    @property
    def has_star(self) -> bool:
        return any(item.is_star for item in self.items)

    @classmethod
    def of(cls, clause: Clause, text: str) -> Projection:
        """QueryFailed where two columns would have one name."""
        body: Tokens = clause.body
        distinct = body[0].says("DISTINCT")
        body = body[1:] if distinct else body
        found = [_item(body[start:end], text, clause.start) for start, end in parts(body)]
        check_keys([item.key for item in found], text, clause.start)
        return cls(tuple(found), distinct)


def check_keys(keys: Sequence[str], text: str, at: int) -> None:
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise failed(f"two columns are named {twice!r}; give one another name with AS", text, at)


def is_call(given: Tokens, at: int, *names: str) -> bool:
    """Whether a call of one of these functions begins here."""
    called = given[at].says(*names) and at + 1 < len(given) and given[at + 1].is_sign("(")
    return called and not (at and given[at - 1].is_sign("."))


def _item(given: Tokens, text: str, at: int) -> Item:
    if not given:
        raise failed("RETURN has an item that is empty", text, at)
    if len(given) > 2 and given[-2].says("AS") and given[-1].names:
        return Item(given[-1].value, tuple(given[:-2]), given[-1])
    return Item(text[given[0].start : given[-1].end], tuple(given))
