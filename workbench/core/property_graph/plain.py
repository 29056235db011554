"""Records as plain values that JSON holds, and back: what a log keeps and an export writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from .belief import Evidence, Factor, FactorTable, StoredPosterior, Trace, Variable
from .change import Counter
from .records import EdgeRecord, NodeRecord, TextIndex, Vector, VectorIndex


@dataclass(frozen=True)
class Kind:
    """One kind of record: the name of its sequence in a Model, its class, what identifies it.

    `counter` is that of its ids, None where it has none of its own.
    """

    name: str
    make: Any
    key: str
    counter: Counter | None = None

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Those beside the key, in the order of the class."""
        return tuple(one.name for one in fields(self.make) if one.name != self.key)

    def values(self, record: Any) -> dict[str, Any]:
        """All fields beside the key: scalars, None, lists and dicts."""
        return {name: plain(getattr(record, name)) for name in self.fields}

    def record(self, key: int | str, values: Mapping[str, Any]) -> Any:
        """What `values` was given."""
        told = {name: _kept(name, value) for name, value in values.items()}
        return self.make(**{self.key: key}, **told)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("nodes", NodeRecord, "id", "node"),
        Kind("edges", EdgeRecord, "id", "edge"),
        Kind("text_indexes", TextIndex, "name"),
        Kind("vector_indexes", VectorIndex, "name"),
        Kind("variables", Variable, "id", "variable"),
        Kind("factors", Factor, "id", "factor"),
        Kind("evidence", Evidence, "id", "evidence"),
        Kind("traces", Trace, "id", "trace"),
        Kind("posteriors", StoredPosterior, "variable_id"),
    )
}  # all but vectors, which two things identify


def vector_values(vector: Vector) -> dict[str, Any]:
    """A vector's index, entity and numbers, each the float64 of its float32."""
    import numpy as np

    numbers = np.asarray(vector.embedding, np.float32).tolist()
    return {"index": vector.index, "entity": vector.entity, "embedding": numbers}


def plain(value: Any) -> Any:
    """A field as JSON holds it: mappings are dicts, sequences and arrays are lists."""
    if value is None or isinstance(value, str | int | float):
        return value  # most are, and what is asked next takes longer
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, FactorTable):
        return {
            "variables": list(value.variables),
            "values": plain(value.values),
            "is_cpd": value.is_cpd,
        }
    if isinstance(value, tuple | list):
        return list(value)
    return value.tolist() if hasattr(value, "tolist") else value


def _kept(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if name == "table" and value is not None:
        return FactorTable(tuple(value["variables"]), tuple(value["values"]), value["is_cpd"])
    return value
