"""Which entities a text mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..measures.answers.texts import folded

# The ids that each mention in a text may stand for, by the mention, in the order of the text.
Linker = Callable[[str], Mapping[str, Sequence[Any]]]
# What makes a linker of pairs (id, name).
MakesLinker = Callable[[Iterable[tuple[Any, str]]], Linker]


class LongestNames:
    """Finds names word by word, the longest first where several begin at one word.

    Case, accents' encoding and what stands between words do not count, except to choose among
    names of equal words: of "C" and "C#" the text decides. A name of several entities gives
    the ids of all, in the order given. What lies inside a longer name is not found.
    """

    def __init__(self, names: Iterable[tuple[Any, str]]) -> None:
        self._names: dict[tuple[str, ...], dict[str, list[Any]]] = {}
        for one, name in names:
            if words := _words(name):
                ids = self._names.setdefault(words, {}).setdefault(_folded(name), [])
                ids.append(one)
        self._longest = max(map(len, self._names), default=0)

    def __call__(self, text: str) -> dict[str, list[Any]]:
        return {
            " ".join(words): _chosen(self._names[words], _folded(text))
            for words in self._found(_words(text))
        }

    def _found(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        at = 0
        while at < len(words):
            sizes = range(min(self._longest, len(words) - at), 0, -1)
            own = (words[at : at + size] for size in sizes)
            name = next((some for some in own if some in self._names), ())
            yield from (name,) if name else ()
            at += len(name) or 1


def _chosen(names: Mapping[str, list[Any]], text: str) -> list[Any]:
    """The ids of those names that stand in the text letter by letter; of all where none does."""
    literal = [name for name in names if name in text]
    # "c" stands in "c#" too: what is longer says more.
    longest = max(map(len, literal), default=0)
    kept = [name for name in literal if len(name) == longest] or names
    return list(dict.fromkeys(one for name in kept for one in names[name]))


def _folded(text: str) -> str:
    return " ".join(folded(text).split())


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", _folded(text)))
