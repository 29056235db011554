"""Texts made comparable."""

from __future__ import annotations

import re
import unicodedata

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_UNSEEN = ("Cf", "Co")  # joiners and marks of direction; private use, which nobody can read
_TYPOGRAPHIC = str.maketrans("’‘ʼ‐‑‒–—−", "'''------")
# Emphasis of Markdown stands at a word's edge; inside, an underscore belongs to an id.
_EMPHASIS = re.compile(r"(?<!\w)[*_`]+(?=\w)|(?<=[^\W_])[*_`]+(?!\w)|\*\*|`")
_BLANKS = re.compile(r"[^\S\n]+")


def folded(text: str) -> str:
    """NFKC and full case folding (Unicode 3.13), without characters that nobody sees."""
    if text.isascii():
        return text.lower()  # the same, without a look at every character
    seen = (c for c in text if unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", "".join(seen)).casefold())


def normalised(text: str) -> str:
    """The text as SQuAD compares answers, for all of Unicode.

    Folded, then without punctuation and symbols (which close up: "well-known" is one word),
    without the English articles a, an, the, and with single spaces. On ASCII it is the
    `normalize_answer` of SQuAD 1.1 (Rajpurkar et al. 2016). A text that has nothing else is
    kept, trimmed, so that "A" and "" differ.
    """
    kept = "".join(c for c in folded(text) if unicodedata.category(c)[0] not in "PS")
    return " ".join(_ARTICLES.sub(" ", kept).split()) or folded(text).strip()


def plain(text: str) -> str:
    """The text in which names are looked for: folded, lines kept, of other blanks one.

    Typographic apostrophes and dashes are those of ASCII, Markdown's emphasis is gone.
    """
    straight = folded(text).translate(_TYPOGRAPHIC)
    return _BLANKS.sub(" ", _EMPHASIS.sub("", straight)).strip()
