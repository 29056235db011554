"""How PostgreSQL's types become Python values, and the other way.

A numpy array stands for `vector` and `halfvec` (float32 when read), a dict for `jsonb`. What
only the driver has a class for (ranges, sparse vectors) and types it does not know (enums,
tsvector, …) are text as PostgreSQL writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack, unpack, unpack_from
from typing import Any

import psycopg
from psycopg import postgres
from psycopg.adapt import Buffer, Dumper, Loader
from psycopg.pq import Format
from psycopg.types import TypeInfo
from psycopg.types.json import Jsonb, JsonbBinaryDumper, JsonbDumper
from psycopg.types.multirange import MultirangeInfo
from psycopg.types.range import RangeInfo
from psycopg.types.string import TextLoader

Connection = psycopg.Connection[tuple[Any, ...]]

_ARRAY = "numpy.ndarray"  # by name: numpy takes a tenth of a second to load, and often is not asked

# The driver has classes of its own for ranges, and reads an anonymous record in two ways.
_AS_TEXT = [
    info
    for info in postgres.types
    if isinstance(info, RangeInfo | MultirangeInfo) or info.name == "record"
]
_TEXT_ONLY = frozenset(oid for info in _AS_TEXT for oid in (info.oid, info.array_oid))


def learn_types(connection: Connection) -> None:
    """Teach a session the types; to be repeated once an extension has brought new ones."""
    adapters = connection.adapters
    adapters.register_dumper(dict, _JsonDumper)
    adapters.register_dumper(dict, _JsonBinaryDumper)
    adapters.register_dumper(_ARRAY, _UntypedVector)
    adapters.register_loader("float4", _TextFloat4)
    for name, form in _NUMBERS.items():
        adapters.register_dumper(None, _binary_number(adapters.types[name].oid, form))
    for info in _AS_TEXT:
        adapters.register_loader(info.oid, TextLoader)
    for name, element in (("halfvec", ">f2"), ("vector", ">f4")):
        known = TypeInfo.fetch(connection, name)
        if known is not None:
            known.register(connection)
            adapters.register_loader(known.oid, _TextVector)
            adapters.register_loader(known.oid, _binary_loader(element))
            adapters.register_dumper(_ARRAY, _text_dumper(known.oid))
            adapters.register_dumper(_ARRAY, _binary_dumper(known.oid, element))


def unknown_types(connection: Connection, oids: Iterable[int]) -> set[int]:
    """The types among `oids` that this session has not been taught."""
    return {oid for oid in oids if not connection.adapters.get_loader(oid, Format.TEXT)}


def binary_serves(connection: Connection, oids: Iterable[int]) -> bool:
    """True where the binary form of every type gives the same values as its text form."""
    loader = connection.adapters.get_loader
    return all(oid not in _TEXT_ONLY and loader(oid, Format.BINARY) for oid in oids)


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


def _text_dumper(type_id: int) -> type[Dumper]:
    class TextVector(_UntypedVector):
        oid = type_id

    return TextVector


class _TextFloat4(Loader):
    """`0.1` as the single precision number that it stands for, like the binary form."""

    def load(self, data: Buffer) -> float:
        return unpack("f", pack("f", float(bytes(data))))[0]  # type: ignore[no-any-return]


class _TextVector(Loader):
    """`[1,2,3]` as numpy float32."""

    def load(self, data: Buffer) -> Any:
        import numpy as np

        return np.array(bytes(data).strip(b"[]").split(b","), dtype=np.float32)


# pgvector's wire form: uint16 dimension, uint16 unused, then big-endian floats.


def _binary_loader(element: str) -> type[Loader]:
    class BinaryVector(Loader):
        format = Format.BINARY

        def load(self, data: Buffer) -> Any:
            import numpy as np

            (dimension,) = unpack_from(">H", data)
            return np.frombuffer(data, element, dimension, offset=4).astype(np.float32)

    return BinaryVector


def _binary_dumper(type_id: int, element: str) -> type[Dumper]:
    class BinaryVector(Dumper):
        format = Format.BINARY
        oid = type_id

        def dump(self, obj: Any) -> Buffer | None:
            import numpy as np

            with np.errstate(over="ignore"):  # becomes infinite, which the server refuses
                values = np.asarray(obj, dtype=element)
            if values.ndim != 1:
                raise ValueError(f"a vector is a row of numbers, found shape {values.shape}")
            return pack(">HH", len(values), 0) + values.tobytes()

    return BinaryVector


# psycopg's own binary forms cut a number that is too large for its column to what fits.
_NUMBERS = {"int2": ">h", "int4": ">i", "float4": ">f"}


def _binary_number(type_id: int, form: str) -> type[Dumper]:
    class BinaryNumber(Dumper):
        format = Format.BINARY
        oid = type_id

        def dump(self, obj: Any) -> Buffer | None:
            return pack(form, obj)

    return BinaryNumber
