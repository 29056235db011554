"""Collections and indexes: made, changed, dropped, told."""

from __future__ import annotations

from typing import Any

from ..tree.statements import (
    AlterCollection,
    Analyze,
    CreateCollection,
    CreateIndex,
    Describe,
    DropCollection,
    DropIndex,
    EdgeType,
    Flush,
    NodeType,
    ShowCollections,
    Train,
    Truncate,
)
from .cursor import Cursor
from .faults import did_you_mean
from .options import option, options, with_options
from .tokens import NAME, QUOTED
from .values import column

# Each metric under the names that it goes by.
METRICS = {
    "cosine": "cosine",
    "dot": "dot",
    "dotproduct": "dot",
    "inner": "dot",
    "ip": "dot",
    "euclidean": "euclidean",
    "l2": "euclidean",
    "hamming": "hamming",
    "jaccard": "jaccard",
}
_OF_VECTORS = ("dimension", "metric")
TYPES = frozenset(["STRING", "INTEGER", "FLOAT", "BOOLEAN", "VECTOR"])


def create(cursor: Cursor) -> CreateCollection | CreateIndex:
    cursor.expects("CREATE")
    if cursor.takes("INDEX"):
        return CreateIndex(*_indexed(cursor))
    if cursor.takes("GRAPH"):
        return _graph(cursor)
    if cursor.takes("METADATA"):
        cursor.expects("COLLECTION")
        return CreateCollection("metadata", cursor.name("a collection"))
    cursor.expects("COLLECTION")
    name = cursor.name("a collection")
    cursor.expects("(")
    dimension, metric = _vectors(cursor)
    if dimension is None:
        raise cursor.refused("a collection of vectors needs its dimension = …")
    return CreateCollection("vector", name, dimension, metric, with_options(cursor))


def drop(cursor: Cursor) -> DropCollection | DropIndex:
    cursor.expects("DROP")
    if cursor.takes("INDEX"):
        return DropIndex(*_indexed(cursor))
    cursor.expects("COLLECTION")
    if_exists = cursor.takes("IF", "EXISTS")
    return DropCollection(cursor.name("a collection"), if_exists)


def alter(cursor: Cursor) -> AlterCollection:
    cursor.expects("ALTER", "COLLECTION")
    name = cursor.name("a collection")
    cursor.expects("SET", "(")
    return AlterCollection(name, options(cursor))


def analyze(cursor: Cursor) -> Analyze:
    cursor.expects("ANALYZE")
    return Analyze(_collection(cursor))


def truncate(cursor: Cursor) -> Truncate:
    cursor.expects("TRUNCATE")
    return Truncate(_collection(cursor))


def flush(cursor: Cursor) -> Flush:
    cursor.expects("FLUSH")
    full = cursor.takes("FULL")
    named = cursor.kind in (NAME, QUOTED)
    return Flush(cursor.name("a collection") if named else None, full)


def train(cursor: Cursor) -> Train:
    cursor.expects("TRAIN", "QUANTIZER", "ON")
    return Train(cursor.name("a collection"), with_options(cursor))


def show(cursor: Cursor) -> ShowCollections:
    cursor.expects("SHOW", "COLLECTIONS")
    return ShowCollections()


def describe(cursor: Cursor) -> Describe:
    cursor.expects("DESCRIBE")
    return Describe(_collection(cursor))


def _collection(cursor: Cursor) -> str:
    cursor.takes("COLLECTION")
    return cursor.name("a collection")


def _indexed(cursor: Cursor) -> tuple[str, tuple[str, ...]]:
    cursor.expects("ON")
    name = cursor.name("a collection")
    cursor.expects("(")
    field = column(cursor, "a field").path
    cursor.expects(")")
    return name, field


def _vectors(cursor: Cursor) -> tuple[int | None, str]:
    """Dimension and metric, the opening bracket read."""
    given = dict(cursor.listed(_of_vectors))
    cursor.expects(")")
    return given.get("dimension"), METRICS[given.get("metric", "cosine")]


def _of_vectors(cursor: Cursor) -> tuple[str, Any]:
    at, (name, value) = cursor.at, option(cursor)
    if name == "metric":
        value = str(value).lower()
        wrong = value not in METRICS and f"there is no metric {value!r}"
        hint = did_you_mean(value, METRICS)
    elif name == "dimension":
        wrong = type(value) is not int and f"a dimension is a whole number, not {value!r}"
        hint = ""
    else:
        wrong, hint = f"a collection has no option {name!r} here", did_you_mean(name, _OF_VECTORS)
    if wrong:
        cursor.at = at + 2 * (name in _OF_VECTORS)  # the caret is under what is wrong
        raise cursor.refused(f"{wrong}{hint.lower()}")
    return name, value


def _graph(cursor: Cursor) -> CreateCollection:
    cursor.expects("COLLECTION")
    name = cursor.name("a collection")
    dimension, metric = _vectors(cursor) if cursor.takes("(") else (None, "cosine")
    if cursor.takes("SCHEMALESS"):
        return CreateCollection("graph", name, dimension, metric)
    if cursor.takes("WITH", "SCHEMA"):
        return CreateCollection("graph", name, dimension, metric, (), cursor.bracketed(_type))
    return CreateCollection("graph", name, dimension, metric, with_options(cursor))


def _type(cursor: Cursor) -> NodeType | EdgeType:
    if cursor.takes("EDGE"):
        name = cursor.word("a relationship's type")
        cursor.expects("FROM")
        source = cursor.word("a label")
        cursor.expects("TO")
        return EdgeType(name, source, cursor.word("a label"))
    cursor.expects("NODE")
    label = cursor.word("a label")
    return NodeType(label, cursor.bracketed(_property) if cursor.sees("(") else ())


def _property(cursor: Cursor) -> tuple[str, str]:
    name = cursor.word("the name of a property")
    cursor.expects(":")
    kind = cursor.takes_one_of(TYPES)
    if not kind:
        raise cursor.unexpected()
    return name, kind
