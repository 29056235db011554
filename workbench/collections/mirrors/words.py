"""The words of payloads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .json_text import decoded

# Runs of letters and digits longer than one byte: two characters, or one beyond ASCII.
_WORD = re.compile(r"[^\W_]{2,}|[^\W\x00-\x7f]")


def words(text: str) -> list[str]:
    """Lower-cased runs of letters and digits, longer than one byte, in order (reference, 8)."""
    return _WORD.findall(text.lower())


def document(value: Any) -> str:
    """Every string in a JSON value, at any depth, in order; keys are not text."""
    return " ".join(_strings(value))


def documents(payloads: Iterable[str]) -> Iterator[str]:
    """The document of every JSON object."""
    return (document(decoded(payload)) for payload in payloads)


def _strings(value: Any) -> list[str]:
    found: list[str] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, dict):
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))
    return found
