"""A place among tokens, and the error where none fits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, TypeVar

from ...core.errors import VelesFailed
from .faults import SYNTAX, TOO_COMPLEX, did_you_mean, fault
from .tokens import DEPTH, END, INTEGER, NAME, PARAMETER, QUOTED, TEXT, Tokens
from .words import FUNCTIONS, RESERVED

if TYPE_CHECKING:
    from ..tree.selects import Select

MOST_LIKES = 8
T = TypeVar("T")


class Cursor:
    """Reads tokens in turn. What was looked for in vain at a place is what an error names.

    `select` reads a query inside brackets: clauses do not import the statement they are part of.
    """

    def __init__(self, text: str, select: Callable[[Cursor], Select]) -> None:
        self.tokens = Tokens(text)
        self.select = select
        self.at, self.depth, self.likes = 0, 0, 0
        self._wanted: list[str] = []
        self._keys, self._kinds = self.tokens.keys, self.tokens.kinds

    @property
    def kind(self) -> str:
        return self._kinds[self.at]

    @property
    def value(self) -> str:
        return self.tokens.values[self.at]

    def sees(self, *keys: str) -> bool:
        """Whether these words or signs come next, in this order."""
        found = self._keys[self.at : self.at + len(keys)]
        if tuple(found) == keys:
            return True
        self._wanted.append(keys[0])
        return False

    def takes(self, *keys: str) -> bool:
        if not self.sees(*keys):
            return False
        self.move(len(keys))
        return True

    def takes_one_of(self, keys: Collection[str]) -> str:
        """The word or sign that comes next, "" where it is none of these."""
        found = self._keys[self.at]
        if found in keys and found:
            self.move()
            return found
        self._wanted += sorted(keys)
        return ""

    def expects(self, *keys: str) -> None:
        for key in keys:
            if not self.takes(key):
                raise self.unexpected()

    def wanted(self, keys: Iterable[str]) -> None:
        """What would also have fitted here, for the error's sake."""
        self._wanted += keys

    def move(self, by: int = 1) -> None:
        self.at += by
        self._wanted = []

    def name(self, what: str) -> str:
        """A bare name that is not reserved, or any in quotes."""
        kind = self.kind
        if kind == QUOTED or (kind == NAME and self._keys[self.at] not in RESERVED):
            found = self.value
            self.move()
            return found
        raise self.unexpected(what)

    def word(self, what: str) -> str:
        """Any name, reserved or not, as after a dot."""
        if self.kind in (NAME, QUOTED):
            found = self.value
            self.move()
            return found
        raise self.unexpected(what)

    def text(self, what: str) -> str:
        return self._of(TEXT, what)

    def integer(self, what: str) -> int:
        return int(self._of(INTEGER, what))

    def parameter(self) -> str:
        return self._of(PARAMETER, "a parameter")

    def _of(self, kind: str, what: str) -> str:
        if self.kind != kind:
            raise self.unexpected(what)
        found = self.value
        self.move()
        return found

    def listed(self, read: Callable[[Cursor], T]) -> tuple[T, ...]:
        """One or more, with commas between them."""
        found = [read(self)]
        while self.takes(","):
            found.append(read(self))
        return tuple(found)

    def bracketed(self, read: Callable[[Cursor], T]) -> tuple[T, ...]:
        """One or more in round brackets."""
        self.expects("(")
        found = self.listed(read)
        self.expects(")")
        return found

    def nested(self, read: Callable[[Cursor], T]) -> T:
        """What stands one bracket, NOT or sign deeper than what is around it."""
        self.depth += 1
        if self.depth > DEPTH:
            raise self.refused(f"brackets and NOT are nested deeper than {DEPTH}", code=TOO_COMPLEX)
        found = read(self)
        self.depth -= 1
        return found

    def counts_like(self) -> None:
        self.likes += 1
        if self.likes > MOST_LIKES:
            what = f"a query has at most {MOST_LIKES} LIKE and ILIKE"
            raise self.refused(what, code=TOO_COMPLEX)

    def unexpected(self, what: str = "") -> VelesFailed:
        """A syntax error at this place: what was expected, what is there."""
        wanted = list(dict.fromkeys([what] if what else self._wanted))
        told = " or ".join([", ".join(wanted[:-1]), wanted[-1]]) if wanted[1:] else "".join(wanted)
        seen = "the end of the query" if self.kind == END else repr(self._seen())
        return self._fault(
            f"expected {told or 'the end of the query'}, found {seen}", hint=self._hint()
        )

    def _hint(self) -> str:
        """The word that was meant here, or by the name before: an alias, or a function's."""
        if self._keys[self.at] == "(" and self.at and self._kinds[self.at - 1] == NAME:
            return did_you_mean(self.tokens.values[self.at - 1], FUNCTIONS)
        for at in (self.at, self.at - 1):
            if at >= 0 and self._kinds[at] == NAME:
                seen = self.tokens.values[at]
                if hint := did_you_mean(seen, (word for word in self._wanted if word != seen)):
                    return hint if at == self.at else f"{hint[:-1]} for {seen!r}?"
        return ""

    def refused(self, what: str, *, code: str = SYNTAX) -> VelesFailed:
        return self._fault(what, code=code)

    def _fault(self, what: str, *, code: str = SYNTAX, hint: str = "") -> VelesFailed:
        start = self.tokens.starts[self.at]
        return fault(self.tokens.text, start, what, code=code, hint=hint)

    def _seen(self) -> str:
        starts, at = self.tokens.starts, self.at
        return self.tokens.text[starts[at] : starts[at + 1]].strip()[:40]
