"""How PostgreSQL's types become Python values, and the other way.

A numpy array stands for `vector` and `halfvec` (float32 when read), a dict for `jsonb`. What
only the driver has a class for (ranges, sparse vectors) and types it does not know (enums,
tsvector, …) are text as PostgreSQL writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import unpack_from
from typing import Any

import numpy as np
import psycopg
from pgvector import SparseVector
from pgvector.psycopg import register_vector
from psycopg import postgres
from psycopg.adapt import Buffer, Dumper, Loader
from psycopg.pq import Format
from psycopg.types import TypeInfo
from psycopg.types.json import Jsonb, JsonbBinaryDumper, JsonbDumper
from psycopg.types.multirange import MultirangeInfo
from psycopg.types.range import RangeInfo
from psycopg.types.string import TextLoader

Connection = psycopg.Connection[tuple[Any, ...]]

_RANGES = frozenset(
    oid
    for info in postgres.types
    if isinstance(info, RangeInfo | MultirangeInfo)
    for oid in (info.oid, info.array_oid)
)


def learn_types(connection: Connection) -> None:
    """Teach a session the types; to be repeated once an extension has brought new ones."""
    adapters = connection.adapters
    adapters.register_dumper(dict, _JsonDumper)
    adapters.register_dumper(dict, _JsonBinaryDumper)
    adapters.register_dumper(np.ndarray, _UntypedVector)
    adapters.register_loader("float4", _TextFloat4)
    for info in postgres.types:
        if isinstance(info, RangeInfo | MultirangeInfo):
            adapters.register_loader(info.oid, TextLoader)
    if TypeInfo.fetch(connection, "vector") is None:
        return
    register_vector(connection)
    for name, (text, binary) in _VECTORS.items():
        known = TypeInfo.fetch(connection, name)
        if known is not None:
            adapters.register_loader(known.oid, text)
            adapters.register_loader(known.oid, binary)


def unknown_types(connection: Connection, oids: Iterable[int]) -> set[int]:
    """The types among `oids` that this session has not been taught."""
    return {oid for oid in oids if not connection.adapters.get_loader(oid, Format.TEXT)}


def binary_serves(connection: Connection, oids: Iterable[int]) -> bool:
    """True where the binary form of every type gives the same values as its text form."""
    loader = connection.adapters.get_loader
    return all(oid not in _RANGES and loader(oid, Format.BINARY) for oid in oids)


class _JsonDumper(JsonbDumper):
    def dump(self, obj: Any) -> Buffer | None:
        return super().dump(Jsonb(obj))


class _JsonBinaryDumper(JsonbBinaryDumper):
    def dump(self, obj: Any) -> Buffer | None:
        return super().dump(Jsonb(obj))


class _UntypedVector(Dumper):
    """`[1,2,3]`, its type left to the statement: for sessions older than the extension."""

    def dump(self, obj: Any) -> Buffer | None:
        return f"[{','.join(map(repr, obj.tolist()))}]".encode()


class _TextFloat4(Loader):
    """`0.1` as the single precision number that it stands for, like the binary form."""

    def load(self, data: Buffer) -> float:
        return float(np.float32(float(bytes(data))))


class _TextVector(Loader):
    """`[1,2,3]` as numpy float32."""

    def load(self, data: Buffer) -> Any:
        return np.array(bytes(data).strip(b"[]").split(b","), dtype=np.float32)


def _binary_vector(element: str) -> type[Loader]:
    class BinaryVector(Loader):
        """pgvector's wire form: uint16 dimension, uint16 unused, then big-endian floats."""

        format = Format.BINARY

        def load(self, data: Buffer) -> Any:
            (dimension,) = unpack_from(">H", data)
            return np.frombuffer(data, element, dimension, offset=4).astype(np.float32)

    return BinaryVector


class _BinarySparse(Loader):
    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        return str(SparseVector.from_binary(bytes(data)).to_text())


_VECTORS: dict[str, tuple[type[Loader], type[Loader]]] = {
    "vector": (_TextVector, _binary_vector(">f4")),
    "halfvec": (_TextVector, _binary_vector(">f2")),
    "sparsevec": (TextLoader, _BinarySparse),
}
