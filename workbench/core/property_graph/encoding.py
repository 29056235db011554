"""Properties as JSON text that keeps what a value is: 1, 1.0, true and "1" are four values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .records import Properties


def encoded(properties: Properties) -> str:
    """One line of JSON, keys ascending by code point; a float always has a point or an exponent."""
    return json.dumps(
        properties, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def encoded_labels(labels: Sequence[str]) -> str:
    return json.dumps(list(labels), ensure_ascii=False, separators=(",", ":"))


def decoded(text: str) -> Any:
    return json.loads(text)
