"""Names as people ask for them: by whole words, whatever their case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

ALIAS_WEIGHT = 0.9  # a name outranks an alias of as many words
# Folding may set a mark beside its letter, which then belongs to the word.
_LETTERS = r"[\w\u0300-\u036f]+"
_WORD = re.compile(rf"{_LETTERS}(?:'{_LETTERS})*")
_LAST = 0x1FFFF  # no letter beyond it has a case


def words_of(text: str) -> list[str]:
    """The words of a text, casefolded; an apostrophe inside a word belongs to it."""
    return _WORD.findall(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold())


def match(asked: Sequence[str], name: str) -> float:
    """The share of a name's words that are asked for; 0 where one asked word is none of them.

    Asking for `widow` finds `Widow's Causeway`: a possessive is the word too.
    """
    words = words_of(name)
    bare = {re.sub(r"'s$", "", word) for word in words}
    if not words or not all(word in words or word in bare for word in asked):
        return 0.0
    return min(1.0, len(asked) / len(words))


def best_match(asked: Sequence[str], name: str, aliases: Iterable[str]) -> tuple[float, str]:
    """The best score of a name and its aliases, and the one that has it; (0, "") for none.

    The score is `match`, times 0.9 for an alias; the name wins a tie, then the first by letter.
    """
    found = [(match(asked, name), name)]
    found += [(match(asked, alias) * ALIAS_WEIGHT, alias) for alias in sorted(aliases)]
    score, name = max(found, key=lambda one: one[0])
    return (score, name) if score else (0.0, "")


def fragments(asked: Iterable[str]) -> list[str]:
    """Pieces that every matching name, or alias, contains in lower case, the longest first.

    Left out are letters that case folding, and it alone, makes of others (`ss` of `ß`, `s` of
    the long s): lower case keeps those others. There may be no piece left.
    """
    pieces = {piece for word in asked for piece in _kept(word)}
    return sorted(pieces, key=lambda piece: (-len(piece), piece))


def _kept(word: str) -> list[str]:
    """The runs of a word that no folding can have made, also where foldings overlap."""
    letters = list(word)
    for found in _made_by_folding().finditer(word):
        letters[found.start(1) : found.end(1)] = "\0" * len(found[1])
    return [run for run in "".join(letters).split("\0") if run]


@cache
def _made_by_folding() -> re.Pattern[str]:
    """What letters fold to whose lower case is another, and the apostrophe, longest first."""
    odd = (c for c in map(chr, range(_LAST)) if c.casefold() != c.lower())
    made = sorted({"'", *(c.casefold() for c in odd)}, key=len, reverse=True)
    return re.compile(f"(?=({'|'.join(map(re.escape, made))}))")
