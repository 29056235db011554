"""JSON as text, decoded: by msgspec, and by the standard library where that refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

Buffer = bytes | str | memoryview
_decode = msgspec.json.decode
# What msgspec refuses and the standard library reads: numbers beyond a float64, halves of
# surrogate pairs, deeper nesting.
REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_UNNAMED = re.compile(r'[\\"\x00-\x1f]')  # characters that msgspec takes in no field's name


def decoded(content: Buffer) -> Any:
    """A JSON value as Python has it; ValueError where it is none."""
    try:
        return _decode(content)
    except REFUSED:
        return json.loads(as_text(content))


def as_text(content: Buffer) -> str:
    return content if isinstance(content, str) else str(content, "utf-8", "surrogatepass")


def plucked(names: tuple[str, ...]) -> Callable[[bytes], Sequence[Any]] | None:
    """Decodes an array of objects to rows that have `f0`, `f1`, …: these fields, `...` if missing.

    What else the objects hold makes no Python objects, which is five times as fast. None where a
    name cannot be had that way.
    """
    return None if any(map(_UNNAMED.search, names)) else _plucked(names)


@lru_cache(maxsize=256)  # a type takes 0.2 ms to make
def _plucked(names: tuple[str, ...]) -> Callable[[bytes], Sequence[Any]]:
    fields = [(f"f{at}", Any, ...) for at in range(len(names))]
    rename = {f"f{at}": name for at, name in enumerate(names)}
    row = msgspec.defstruct("Row", fields, rename=rename, gc=False)
    return msgspec.json.Decoder(list[row]).decode  # type: ignore[valid-type]
