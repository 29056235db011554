"""Columns as one block of bytes, for the browser: `front/wire.mjs` reads what `pack` writes.

The block: the header's length (uint32, little endian), the header as JSON, then the columns,
each at a multiple of eight bytes so that a typed array can lie on it. Texts are the offsets of
their ends in UTF-16 units (uint32), then all of them in UTF-8: one decoding, then slices.
Arrow would do; its readers weigh more than a view may.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

KINDS = {"f4", "f8", "i4", "u4", "u2", "u1"}

Column = NDArray[Any] | Sequence[str]


def pack(meta: Mapping[str, Any], columns: Mapping[str, Column]) -> bytes:
    """One block of `meta` (JSON) and the columns, texts or one-dimensional arrays, by name.

    TypeError for an array of a kind that no typed array of the browser has. What UTF-8 cannot
    hold (half of a surrogate pair) becomes "?".
    """
    described, blocks, at = [], list[bytes](), 0
    for name, column in columns.items():
        kind, length, data = _numbers(name, column) if _is_array(column) else _texts(column)
        described.append({"name": name, "kind": kind, "length": length, "at": at})
        blocks.append(data + bytes(-len(data) % 8))
        at += len(blocks[-1])
    header = json.dumps({"meta": meta, "columns": described}, separators=(",", ":")).encode()
    header += b" " * (-(len(header) + 4) % 8)
    return b"".join([struct.pack("<I", len(header)), header, *blocks])


def _is_array(column: Column) -> bool:
    return isinstance(column, np.ndarray)


def _numbers(name: str, column: Column) -> tuple[str, int, bytes]:
    array = np.ascontiguousarray(column)
    kind = array.dtype.str[1:]
    if kind not in KINDS or array.ndim != 1:
        raise TypeError(
            f"column {name!r}: expected one dimension of one of {', '.join(sorted(KINDS))}, "
            f"got {array.ndim} of {array.dtype}"
        )
    return kind, len(array), array.astype(array.dtype.newbyteorder("<")).tobytes()


def _texts(column: Column) -> tuple[str, int, bytes]:
    texts = [text if (text := str(each)).isascii() else _sound(text) for each in column]
    units = [len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2 for text in texts]
    ends = np.cumsum(units, dtype="<u4") if texts else np.zeros(0, "<u4")
    return "text", len(texts), ends.tobytes() + "".join(texts).encode()


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
