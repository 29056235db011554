"""Ids that texts have by themselves."""

from __future__ import annotations

from ...core.collections.definition import MAX_ID
from ...core.errors import BadInput

# FNV-1a of 64 bits: Fowler, Noll and Vo; the IETF draft draft-eastlake-fnv, section 5.
_OFFSET, _PRIME = 0xCBF29CE484222325, 0x100000001B3


def fnv1a(data: bytes) -> int:
    """The 64-bit FNV-1a hash of bytes."""
    found = _OFFSET
    for byte in data:
        found = (found ^ byte) * _PRIME & MAX_ID
    return found


def trimmed(text: str, what: str, *, most: int | None = None) -> str:
    """A text without white space around it.

    BadInput for an empty one, one that PostgreSQL cannot hold, and one of more than `most` bytes
    in UTF-8.
    """
    if not isinstance(text, str) or not text.strip():
        raise BadInput(f"{what}: expected a text that is not empty, saw {text!r:.60}")
    if "\0" in text:
        raise BadInput(f"{what}: it holds the character U+0000, which no text here may have")
    try:
        size = len(text.strip().encode())
    except UnicodeEncodeError as error:
        half = error.object[error.start]
        raise BadInput(f"{what}: {half!r} is half a surrogate pair, no character") from error
    if most is not None and size > most:
        raise BadInput(f"{what}: expected at most {most} bytes of UTF-8, saw {size}; split it")
    return text.strip()


def id_of(text: str) -> int:
    """The id of what has this text: the hash of the trimmed text in UTF-8."""
    return fnv1a(trimmed(text, "text").encode())


def named(given: int | str) -> int:
    """An id, or the id of a text."""
    if isinstance(given, str):
        return id_of(given)
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MAX_ID:
        raise BadInput(f"expected an id from 0 to 2^64 - 1 or a text, saw {given!r:.60}")
    return given
