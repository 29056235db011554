"""Names found in a text, and what else its lists hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from .texts import plain

# A name that was found is one character of the last two planes, which are for private use.
_FIRST = 0xF0000
_MARK = "[\U000f0000-\U0010ffff]"
_STARTS = re.compile(r"(?<!\w)(?<!\w-)")
_ENDS = re.compile(r"(?!\w|-\w)")
_ANY_MARK = re.compile(_MARK)
_BULLET = re.compile(r"\s*(?:[-*+•◦▪‣·]|\(?\d{1,3}[.)])\s+")
_COLON = re.compile(rf":(?=[\s]|$|{_MARK})")
_DESCRIBED = re.compile(rf"({_MARK})\s*(?::|\s-)\s.*")
_REMARK = re.compile(r"\([^()\U000f0000-\U0010ffff]*\)|\[[^\[\]\U000f0000-\U0010ffff]*\]")
# The full stop of an initial or of "St." ends no sentence: the word before has three letters.
_SENTENCE = re.compile(rf"(?:(?<=\w{{3}}[.!?])|(?<={_MARK}[.!?]))\s+")
_BETWEEN = re.compile(r",(?!\s*(?:jr|sr|phd|md|esq)\b)|[;、，；&|]|\b(?:and|or)\b")


class Named(NamedTuple):
    """Names found in a text, in its own forms, and further pieces of its lists."""

    found: frozenset[str]
    further: frozenset[str]


def names_in(text: str, names: Collection[str]) -> frozenset[str]:
    """Those of these `plain` names that a `plain` text holds as whole words.

    The longest is taken first and its place is then gone: "ann" is not found in "anna", in
    "ann-marie", or in "ann lee" where that is a name too. Languages that write no blanks
    between words have no whole words: there a name is found between other signs only.
    """
    return frozenset(_marked(text, names)[1])


def listed(text: str, names: Collection[str], *, asked: Collection[str] = ()) -> Named:
    """The names in a text, and what else stands in its lists, as `plain` texts.

    Names that are `asked` about are told from shorter ones in them, and are then words like
    any other.

    A line belongs to a list if it begins with a bullet or a number, if a name is in it, or if
    no blank line is between it and a line that is one name and nothing more. A line that ends
    in a colon is a heading. Of a line these do not count: the bullet; a heading in it, to the
    last colon before the first name; remarks in brackets; what follows a name and a colon or
    dash behind a bullet; sentences without a name, where another has one. What is left is cut
    at , ; & | "and" and "or": each piece that holds a letter and no name is further.
    """
    marked, forms = _marked(plain(text), names)
    for name in forms.keys() & set(asked):
        marked = marked.replace(forms.pop(name), name)
    further: set[str] = set()
    for line in _list_lines(marked):
        further |= {piece for piece in _pieces(line) if not _ANY_MARK.search(piece)}
    return Named(frozenset(forms), frozenset(further))


def _marked(text: str, names: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The text with a mark for each name, and the mark of each name that was found."""
    marks: dict[str, str] = {}
    there = (name for name in names if name and name in text)
    for name in sorted(there, key=lambda one: (-len(one), one)):
        mark = chr(_FIRST + len(marks))
        replaced = _replaced(text, name, mark)
        if replaced != text:
            text, marks[name] = replaced, mark
    return text, marks


def _replaced(text: str, name: str, mark: str) -> str:
    at = text.find(name)
    while at >= 0:
        if _whole(text, name, at):
            text = text[:at] + mark + text[at + len(name) :]
        at = text.find(name, at + 1)
    return text


def _whole(text: str, name: str, at: int) -> bool:
    starts = not name[0].isalnum() or _STARTS.match(text, at)
    return bool(starts and (not name[-1].isalnum() or _ENDS.match(text, at + len(name))))


def _list_lines(text: str) -> Iterator[str]:
    """The lines that belong to lists, without what does not count in them."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.split("\n") if not line.rstrip().endswith(":")]
        is_list = any(re.fullmatch(rf"\W*{_MARK}\W*", line) for line in lines)
        for line in lines:
            if is_list or _BULLET.match(line) or _ANY_MARK.search(line):
                yield _counted(line)


def _counted(line: str) -> str:
    bullet = _BULLET.match(line)
    rest = _REMARK.sub(" ", line[bullet.end() :] if bullet else line)
    if not (name := _ANY_MARK.search(rest)):
        return rest
    colons = [colon.end() for colon in _COLON.finditer(rest) if colon.end() <= name.start()]
    rest = rest[colons[-1] if colons else 0 :]
    rest = _DESCRIBED.sub(r"\1", rest, count=1) if bullet else rest
    return "; ".join(part for part in _SENTENCE.split(rest) if _ANY_MARK.search(part))


def _pieces(line: str) -> Iterator[str]:
    for piece in _BETWEEN.split(line):
        if re.search(r"[^\W\d_]", piece) or _ANY_MARK.search(piece):
            yield piece.strip(" .!?\"'")
