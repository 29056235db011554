"""Where a text names something: names as written, whole, the longest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator


def mentions(text: str, names: Collection[str]) -> Iterator[tuple[str, int]]:
    """Each name in a text with the offset of its first character, in order.

    A name stands between characters that are no letters, digits or underscores. Case counts,
    so that Lacuna is no lacuna; but for the article that a name begins with, which is small
    inside a sentence. Of names that begin at one place the longest is meant.
    """
    wanted = sorted(filter(None, names), key=lambda name: (-len(name), name))
    if not wanted:
        return
    choices = "|".join(f"(?P<n{at}>{_pattern(name)})" for at, name in enumerate(wanted))
    for found in re.finditer(rf"(?<!\w)(?:{choices})(?!\w)", text):
        yield wanted[int((found.lastgroup or "n0")[1:])], found.start()


def _pattern(name: str) -> str:
    article = re.match(r"(The|An?) ", name)
    if not article:
        return re.escape(name)
    first = article[0][0]
    return f"[{first}{first.lower()}]{re.escape(name[1:])}"
