"""LIKE, ILIKE and CONTAINS_TEXT: a text is looked at once, however many rows have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from ....collections.mirrors.column import Column
from .comparison import of_texts
from .logic import UNKNOWN, Truths, doubled, everywhere, judged


def like(column: Column, pattern: str | None, *, ignore_case: bool, compat: bool) -> Truths:
    """Whole texts, by `%` (any run), `_` (one character) and `\\` (the next as it is)."""
    if pattern is None:
        return _null(column, compat=compat)
    test = _folding(pattern) if ignore_case else _matcher(pattern)
    return _judged(column, test, compat=compat)


def contains_text(column: Column, text: str | None, *, compat: bool) -> Truths:
    if text is None:
        return _null(column, compat=compat)
    return _judged(column, lambda whole: text in whole, compat=compat)


def _null(column: Column, *, compat: bool) -> Truths:
    return np.zeros(len(column), np.uint8) if compat else everywhere(UNKNOWN, len(column))


def _judged(column: Column, test: Callable[[str], bool], *, compat: bool) -> Truths:
    found = of_texts(column, test)
    return doubled(found) if compat else judged(found, column.nulls)


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> Callable[[str], bool]:
    first, *middle = _runs(pattern)
    if not middle:
        whole = re.compile(first, re.DOTALL)
        return lambda text: whole.fullmatch(text) is not None
    *middle, last = middle
    # The leftmost place of a run between two `%` is as good as any: without going back, a
    # pattern of many `%` stays linear.
    parts = [first, *(f"(?>.*?{run})" for run in middle if run), f".*{last}"]
    whole = re.compile("".join(parts), re.DOTALL)
    return lambda text: whole.fullmatch(text) is not None


@lru_cache(maxsize=256)
def _folding(pattern: str) -> Callable[[str], bool]:
    """Without case; `_` is one character of the text, also one that folds to several, as ß."""
    whole, pieces = _matcher(pattern.casefold()), _pieces(pattern)

    def test(text: str) -> bool:
        folded = text.casefold()
        return whole(folded) if len(folded) == len(text) else _laid(pieces, text)

    return test


def _pieces(pattern: str) -> list[str]:
    """Folded texts between the signs `%` and `_`, which stand as they are."""
    found = [""]
    for character, escaped in _characters(pattern):
        if character in "%_" and not escaped:
            found += [character, ""]
        else:
            found[-1] += character.casefold()
    return found


def _laid(pieces: list[str], text: str) -> bool:
    """Whether the pieces, texts and signs in turn, can be laid on all of the text."""
    ends = {0}
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            ends = {end for begin in ends for end in _end(text, begin, piece)}
        elif piece == "%":
            ends = set(range(min(ends, default=len(text) + 1), len(text) + 1))
        else:
            ends = {end + 1 for end in ends if end < len(text)}
    return len(text) in ends


def _end(text: str, begin: int, piece: str) -> Iterator[int]:
    """Where a folded piece ends that begins at a place, nowhere or at one place."""
    folded, end = "", begin
    while len(folded) < len(piece) and end < len(text):
        folded += text[end].casefold()
        end += 1
    if folded == piece:
        yield end


def _runs(pattern: str) -> list[str]:
    """What stands before, between and after the `%`, as regular expressions."""
    runs = [""]
    for character, escaped in _characters(pattern):
        if character == "%" and not escaped:
            runs.append("")
        elif character == "_" and not escaped:
            runs[-1] += "."
        else:
            runs[-1] += re.escape(character)
    return runs


def _characters(pattern: str) -> Iterator[tuple[str, bool]]:
    """Every character, and whether a backslash is before it; one at the end is itself."""
    rest = iter(pattern)
    for character in rest:
        following = next(rest, None) if character == "\\" else None
        yield (character, False) if following is None else (following, True)
