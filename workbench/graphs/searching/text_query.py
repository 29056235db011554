"""A text query, understood, and what a store may know of the records that answer it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.records import TextIndex
from .tokens import Term, asked, folded, shortest, units

Mode: TypeAlias = Literal["all", "any", "phrase", "prefix", "substring"]
MODES: tuple[Mode, ...] = ("all", "any", "phrase", "prefix", "substring")


@dataclass(frozen=True)
class TextQuery:
    """`terms` are all needed but in the mode `any`.

    Where `literal`, a term is a fragment of a field, wherever it begins and ends; a phrase of a
    trigram index and a substring are one fragment with blanks in it. Else it is a whole term of
    a record, and `phrase` a sequence of units within one field, whose terms `terms` are.
    """

    index: TextIndex
    mode: Mode
    terms: tuple[Term, ...]
    phrase: tuple[str, ...] = ()

    @cached_property
    def literal(self) -> bool:
        return self.mode == "substring" or self.index.tokenizer == "trigram"

    @classmethod
    def of(cls, index: TextIndex, text: str, mode: Mode = "all") -> TextQuery:
        """BadInput where nothing can be searched for."""
        _check(index, text, mode)
        if index.tokenizer == "trigram":
            return cls(index, mode, _fragments(index, text, whole=mode in ("phrase", "substring")))
        if mode == "substring":
            return cls(index, mode, (Term(folded(text, index)),))
        found = asked(text, index, prefix=mode == "prefix")
        if not found:
            raise BadInput(
                f"full-text query {text!r} has no searchable terms: expected a letter, a digit "
                "or _; ask a trigram index for other characters"
            )
        return cls(index, mode, found, tuple(units(text, index)) if mode == "phrase" else ())

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The terms as they are told in explanations, a phrase as one."""
        if self.phrase:
            return (" ".join(self.phrase),)
        return tuple(f"{term.text}*" if term.prefix else term.text for term in self.terms)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """How often each of `shown` was asked."""
        return (1,) if self.phrase else tuple(term.times for term in self.terms)


class Found(NamedTuple):
    """What tables know: they may take too many records for answers, and never too few.

    `entities` (n,) ascend. `counts` (n, terms) are the occurrences of each term, -1 where only
    the record can tell; None where none were counted. `frequencies` are the records that have
    each term, `unsure` (ascending, within `entities`) being left out of them. `documents` have
    `length` terms together.
    """

    entities: NDArray[np.int64]
    lengths: NDArray[np.int64]
    counts: NDArray[np.int64] | None
    frequencies: tuple[int, ...]
    unsure: NDArray[np.int64]
    documents: int
    length: int


Candidates: TypeAlias = Callable[[TextQuery], Found | None]


def _check(index: TextIndex, text: str, mode: str) -> None:
    if not isinstance(text, str):
        raise BadInput(f"a full-text query is a text, not {text!r}")
    if not text.strip():
        raise BadInput("full-text query cannot be empty; give at least one word")
    if mode not in MODES:
        raise BadInput(
            f"full-text mode must be all, any, phrase, or prefix (or substring), not {mode!r}"
        )
    if mode == "prefix" and index.tokenizer == "trigram":
        raise BadInput(
            "prefix mode is only supported by the unicode61 tokenizer; a trigram index finds "
            "beginnings in the mode all"
        )


def _fragments(index: TextIndex, text: str, *, whole: bool) -> tuple[Term, ...]:
    found = (Term(folded(text, index)),) if whole else asked(text, index)
    for term in found:
        needed = shortest(term.text, index)
        if len(term.text) < needed:
            raise BadInput(
                f"trigram full-text query fragments must contain at least {needed} characters, "
                f"{term.text!r} has {len(term.text)}; words of two Chinese letters are found by "
                "an index with bigrams=True"
            )
    return found
