"""LIKE, ILIKE and CONTAINS_TEXT: a text is looked at once, however many rows have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from ....collections.mirrors.column import Column
from ..logic import UNKNOWN, Truths, doubled, everywhere, judged
from .comparison import of_texts


def like(column: Column, pattern: str | None, *, ignore_case: bool, compat: bool) -> Truths:
    """Whole texts, by `%` (any run), `_` (one character) and `\\` (the next as it is)."""
    if pattern is None:
        return _null(column, compat=compat)
    test = _matcher(pattern.casefold() if ignore_case else pattern)
    if ignore_case:
        return _judged(column, lambda text: test(text.casefold()), compat=compat)
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
