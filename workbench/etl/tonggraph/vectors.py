"""Definitions of indexes in a TongGraph file, and its vectors."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ...core.property_graph.records import (
    METRICS,
    TARGETS,
    TOKENIZERS,
    Target,
    TextIndex,
    Vector,
    VectorIndex,
)
from .fields import Fields, Row


def text_indexes(rows: Sequence[Row], fields: Fields) -> list[TextIndex]:
    """Definitions by name."""
    found: dict[str, TextIndex] = {}
    for name, target, properties, tokenizer in rows:
        keys = fields.texts(name, properties, "properties")
        wrong = _unknown(target=(target, TARGETS), tokenizer=(tokenizer, TOKENIZERS))
        if not keys or "" in keys:
            wrong.append(f"properties are {list(keys)}")
        if _accepted(name, wrong, found, fields):
            found[name] = TextIndex(name, target, keys, tokenizer)
    return [found[name] for name in sorted(found)]


def vector_indexes(rows: Sequence[Row], fields: Fields) -> list[VectorIndex]:
    """Definitions by name."""
    found: dict[str, VectorIndex] = {}
    for name, target, dimensions, metric, model, version in rows:
        wrong = _unknown(target=(target, TARGETS), metric=(metric, METRICS))
        if type(dimensions) is not int or dimensions < 1:
            wrong.append(f"dimensions are {dimensions!r}")
        told = [
            value if value is None or isinstance(value, str) else None for value in (model, version)
        ]
        if told != [model, version]:
            fields.note("undecodable-text", name, f"model {model!r}, version {version!r}")
        if _accepted(name, wrong, found, fields):
            found[name] = VectorIndex(name, target, dimensions, metric, told[0], told[1])
    return [found[name] for name in sorted(found)]


def _unknown(**values: tuple[object, Collection[object]]) -> list[str]:
    return [
        f"{name} is {value!r}, expected one of {', '.join(map(str, known))}"
        for name, (value, known) in values.items()
        if value not in known
    ]


def _accepted(name: Any, wrong: list[str], found: Collection[object], fields: Fields) -> bool:
    if fields.text(name, name, "name") is None:
        return False
    if not name or name in found:
        wrong = [*wrong, "a second index of this name" if name else "an empty name"]
    if wrong:
        fields.note("bad-index", name, "; ".join(wrong), "left out: define it again")
    return not wrong


def vectors(
    rows: Sequence[Row],
    indexes: Sequence[VectorIndex],
    entities: Mapping[Target, Collection[int]],
    fields: Fields,
) -> list[Vector]:
    """Vectors by index and entity, each a float32 array of its index's length."""
    known = {index.name: index for index in indexes}
    found: dict[tuple[str, int], Vector] = {}
    for name, entity, embedding in rows:
        record = f"{name}/{entity}"
        index = known.get(name)
        if index is None:
            fields.note("orphan-vector", record, f"there is no index {name!r}")
        elif entity not in entities[index.target]:
            fields.note("orphan-vector", record, f"there is no {index.target} {entity!r}")
        elif (name, entity) in found:
            fields.note("bad-vector", record, "a second vector of this entity")
        else:
            numbers = _numbers(record, embedding, index, fields)
            if numbers is not None:
                found[name, entity] = Vector(name, entity, numbers)
    return [found[key] for key in sorted(found)]


def _numbers(record: str, embedding: object, index: VectorIndex, fields: Fields) -> Any:
    """The float32 numbers of an embedding; None, noted, where they are unusable."""
    import numpy as np

    if not isinstance(embedding, bytes) or len(embedding) != 4 * index.dimensions:
        size = f"{len(embedding)} bytes" if isinstance(embedding, bytes) else repr(embedding)
        seen = f"{size}, expected {4 * index.dimensions} bytes ({index.dimensions} numbers)"
        fields.note("bad-vector", record, seen, "left out: embed it again")
        return None
    numbers = np.frombuffer(embedding, "<f4")
    if not np.isfinite(numbers).all():
        fields.note("bad-vector", record, "a number is not finite", "left out: embed it again")
        return None
    if index.metric == "cosine" and not numbers.any():
        seen = "all numbers are 0, which have no direction for cosine"
        fields.note("bad-vector", record, seen, "left out: embed it again")
        return None
    return numbers
