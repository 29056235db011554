"""How text becomes terms: the rules of TongGraph's tokenizers `unicode61` and `trigram`.

Everything is lower case and in Unicode's composed form, so that a letter typed with its accent
apart is the letter with its accent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from unicodedata import category, normalize

from ...core.property_graph.records import TextIndex

SHORTEST = 3  # characters of a fragment that a trigram index can find
_WORD = re.compile(r"\w+")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+")
# Han with its extensions, kana (half width too), bopomofo, Hangul and its letters.
_CJK = (
    "\u3005-\u3007\u3040-\u312f\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\u1100-\u11ff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"([{_CJK}]+)|[^{_CJK}]+")
_LAST_MARK = 0x1F000  # no combining mark has a higher code, but for variation selectors


class Term(NamedTuple):
    """What a query looks for; `prefix` finds all that begins with it, `times` it was asked."""

    text: str
    prefix: bool = False
    times: int = 1


def folded(text: str, index: TextIndex) -> str:
    """Lower case, composed, where the index folds without accents, white space collapsed."""
    return " ".join(_letters(text, index).split())


def terms(text: str, index: TextIndex) -> list[str]:
    """The terms of a text in their order, repeats kept.

    unicode61: the longest runs of letters, digits and `_`, a letter with the marks on it. With
    `bigrams` a run of Chinese, Japanese or Korean letters gives every two neighbours, and its
    last letter alone. trigram: what stands between blanks.
    """
    if index.tokenizer == "trigram":
        return folded(text, index).split(" ") if text.strip() else []
    if not index.bigrams or text.isascii():
        return _words(text, index)
    return [term for run in _runs(text, index) for term in _indexed(*run)]


def units(text: str, index: TextIndex) -> list[str]:
    """What follows one another in a phrase: terms; where `bigrams` are made single letters."""
    return [unit for run, is_cjk in _runs(text, index) for unit in (list(run) if is_cjk else [run])]


def asked(text: str, index: TextIndex, *, prefix: bool = False) -> tuple[Term, ...]:
    """The terms that a query asks for, each once, in the order of first mention."""
    if index.tokenizer == "trigram":
        found = [Term(fragment) for fragment in terms(text, index)]
    else:
        found = [term for run in _runs(text, index) for term in _queried(*run, prefix=prefix)]
    counts: dict[Term, int] = {}
    for term in found:
        counts[term] = counts.get(term, 0) + 1
    return tuple(term._replace(times=times) for term, times in counts.items())


def shortest(fragment: str, index: TextIndex) -> int:
    """How many characters a fragment needs: three, or two of CJK where `bigrams` are made."""
    run = _RUNS.fullmatch(fragment)
    return SHORTEST - 1 if index.bigrams and run and run[1] else SHORTEST


def _letters(text: str, index: TextIndex) -> str:
    if text.isascii():
        return text.lower()
    composed = normalize("NFC", normalize("NFC", text).lower())
    if not index.fold:
        return composed
    return normalize("NFC", _ACCENTS.sub("", normalize("NFD", composed)))


def _words(text: str, index: TextIndex) -> list[str]:
    letters = _letters(text, index)
    found: list[str] = (_WORD if letters.isascii() else _marked_word()).findall(letters)
    return found


def _runs(text: str, index: TextIndex) -> Iterator[tuple[str, bool]]:
    """Runs of letters, and whether each is of CJK and to be cut."""
    words = _words(text, index)
    if not index.bigrams or text.isascii():
        return ((word, False) for word in words)
    return ((run[0], bool(run[1])) for word in words for run in _RUNS.finditer(word))


def _indexed(run: str, is_cjk: bool) -> list[str]:
    return [run[i : i + 2] for i in range(len(run))] if is_cjk else [run]


def _queried(run: str, is_cjk: bool, *, prefix: bool) -> list[Term]:
    """One letter of CJK begins a pair wherever it stands, or is the last of its run."""
    if not is_cjk or len(run) == 1:
        return [Term(run, prefix or is_cjk)]
    return [Term(run[i : i + 2]) for i in range(len(run) - 1)]


@cache
def _marked_word() -> re.Pattern[str]:
    """Words in scripts that write vowels as marks; `re` has no class for marks."""
    marks = "".join(chr(code) for code in range(0x300, _LAST_MARK) if category(chr(code))[0] == "M")
    return re.compile(rf"\w[\w{re.escape(marks)}]*")
