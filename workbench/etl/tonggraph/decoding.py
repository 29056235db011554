"""The text forms in which a TongGraph file keeps lists, maps and numbers (its `codec.rs`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import isfinite

from ...core.property_graph.records import MAX_INT, MIN_INT, Scalar

_ESCAPE = re.compile(r"\\([\\ntr])")
_MEANS = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r"}
_is_integer = re.compile(r"[+-]?[0-9]+").fullmatch
_is_float = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?").fullmatch


def unescaped(text: str) -> str:
    r"""`\\`, `\n`, `\t`, `\r` mean what they do in C; any other backslash is one."""
    return _ESCAPE.sub(lambda found: _MEANS[found[1]], text) if "\\" in text else text


def texts(text: str) -> tuple[str, ...]:
    """A list of texts; an empty one is an empty list. ValueError where it holds a NUL."""
    _refuse_nul(text)
    return tuple(map(unescaped, text.split("\n"))) if text else ()


def integers(text: str) -> tuple[int, ...]:
    """Decimals joined by commas. ValueError for anything else."""
    return tuple(map(integer, text.split(","))) if text else ()


def floats(text: str) -> tuple[float, ...]:
    """Decimals joined by commas. ValueError for anything else, and for what is not finite."""
    return tuple(map(real, text.split(","))) if text else ()


def integer(text: str) -> int:
    if not _is_integer(text):
        raise ValueError(f"{text!r} is no integer")
    number = int(text) if len(text) < 40 else MAX_INT + 1
    if not MIN_INT <= number <= MAX_INT:
        raise ValueError(f"{text[:40]} does not fit 64 bits")
    return number


def real(text: str) -> float:
    if not _is_float(text):
        raise ValueError(f"{text[:40]!r} is no number")
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text[:40]!r} is too large for a float")
    return number


def boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither 'true' nor 'false'")
    return text == "true"


_READ: Mapping[str, Callable[[str], Scalar]] = {
    "string": unescaped,
    "int": integer,
    "float": real,
    "bool": boolean,
}


def properties(text: str) -> dict[str, Scalar]:
    """A map of typed values. ValueError where a line of it cannot be read, or repeats a key."""
    if not text:
        return {}
    lines = text.split("\n")
    found = _plain(lines) if "\\" not in text else None
    if found is None:
        _refuse_nul(text)
        found = dict(map(entry, lines))
    if len(found) != len(lines):
        raise ValueError("a key stands in it twice")
    return found


def _plain(lines: list[str]) -> dict[str, Scalar] | None:
    """A map without escapes, in half the time; None where a line is not of the usual form."""
    found: dict[str, Scalar] = {}
    try:
        for line in lines:
            key, kind, raw = line.split("\t", 2)
            found[key] = _READ[kind](raw)
    except (ValueError, KeyError):
        return None
    return found if "" not in found and "\0" not in "".join(lines) else None


def entry(line: str) -> tuple[str, Scalar]:
    """The key and the value of one line of a map; two fields alone are a text of old."""
    key, *rest = line.split("\t", 2)
    if not key or not rest:
        raise ValueError(f"{line[:80]!r} is not a key, a type and a value with tabs between")
    if len(rest) == 1:
        return unescaped(key), unescaped(rest[0])
    kind, raw = rest
    if kind not in _READ:
        raise ValueError(f"{kind!r} is no type: bool, int, float or string")
    return unescaped(key), _READ[kind](raw)


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise ValueError("it holds a NUL")
