"""A list of names that stands in one text, taken apart without losing a comma inside a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

# What follows a name behind a comma and belongs to it.
_TITLES = ("jr", "sr", "ii", "iii", "iv", "phd", "md", "dds", "esq", "obe", "cbe", "dc")
_SUFFIXES = frozenset((*_TITLES, "inc", "ltd", "llc", "llp", "gmbh", "ag", "co", "plc"))
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")
# A comma in a number or in brackets separates nothing.
_COMMA = re.compile(r",(?!\d)(?![^()]*\))(?![^\[\]]*\])")
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')
_LAST = re.compile(r"^(?:and|or|&)\s+")
_MOST_WORDS = 8  # of a name: "Cards Against Humanity: The Third Expansion Set" has seven


def names_of(text: str, known: Collection[str] = ()) -> list[str] | None:
    """The names in a list, in its order, trimmed; None for a text that is no list.

    A list is one name a line, or names with semicolons between them (in both a comma belongs to
    the name), or with commas; then each part starts with a letter that is no small one. A name
    has at most eight words and ends no sentence. "Sammy Davis, Jr." is one name, and so is
    anything in quotes, in brackets, or among `known`; one of these alone is a list too. "A and B"
    may be one name ("Simon and Garfunkel"): only "and" behind a comma begins the last name.
    """
    text = text.strip()
    if text in known:
        return [text]
    for separator in ("\n", ";"):
        if separator in text:
            parts = [_BULLET.sub("", part).strip(" \t\r;") for part in text.split(separator)]
            return _checked([part for part in parts if part])
    masked, kept = _masked(text, known)
    parts = _joined(_LAST.sub("", part.strip()) for part in _COMMA.split(masked))
    if len(parts) < 2 or not all(map(_starts_as_name, parts)):
        return None
    return _checked([_unmasked(part, kept) for part in parts])


def _masked(text: str, known: Collection[str]) -> tuple[str, list[str]]:
    """The text with a character for private use in place of each part that is left whole."""
    kept: list[str] = []

    def mask(found: re.Match[str]) -> str:
        kept.append(next((group for group in found.groups() if group), found[0]))
        return chr(0xE000 + len(kept) - 1)

    text = _QUOTED.sub(mask, text)
    for name in sorted((one for one in known if "," in one), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", mask, text)
    return text, kept


def _unmasked(part: str, kept: list[str]) -> str:
    for at, name in enumerate(kept):
        part = part.replace(chr(0xE000 + at), name)
    return part


def _joined(parts: Iterable[str]) -> list[str]:
    """The parts, each suffix put back behind the name before it."""
    joined: list[str] = []
    for part in parts:
        if joined and _is_suffix(part):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _starts_as_name(part: str) -> bool:
    if part.lower() in ("yes", "no"):
        return False
    first = part[:1]
    return (first.isalpha() and not first.islower()) or "\ue000" <= first <= "\uf8ff"


def _checked(parts: list[str]) -> list[str] | None:
    long = any(len(part.split()) > _MOST_WORDS for part in parts)
    return None if long or len(parts) < 2 or any(map(_ends_sentence, parts)) else parts


def _ends_sentence(part: str) -> bool:
    """By its stop, unless the stop is that of an initial or of a suffix."""
    word = part.rsplit(maxsplit=1)[-1]
    return word.endswith((".", "!", "?", "…")) and len(word) > 2 and not _is_suffix(word)


def _is_suffix(word: str) -> bool:
    return word.lower().replace(".", "") in _SUFFIXES
