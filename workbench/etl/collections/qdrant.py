"""Records from a collection of Qdrant, through the client that its user has.

Nothing of `qdrant-client` is imported: what is used is `get_collection` and `scroll`, and of
what they give the attributes that its documentation names. Seen with 1.20.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...core.collections.definition import (
    DEFAULT_VECTOR,
    Definition,
    IdType,
    Metric,
    VectorSpace,
)
from ...core.errors import BadInput, NotSupported
from .batch import Batch, EdgeBatch, Stream, Wanted

_METRICS: dict[str, Metric] = {"cosine": "cosine", "euclid": "euclidean", "dot": "dot"}
_PAGE = 10_000  # ids asked for at once


class QdrantCollection:
    """The points of a collection, by page; what others write meanwhile may be in it or not.

    `vectors` are the names of those that are taken, sparse ones too; None is all. The unnamed
    vector becomes the collection's first. A UUID is an id of type text; so is an integer in a
    collection that has both.
    """

    def __init__(
        self, client: Any, collection: str, *, vectors: Sequence[str] | None = None
    ) -> None:
        self._client, self._collection = client, collection
        self.name = f"Qdrant collection {collection}"
        try:
            config = client.get_collection(collection).config.params
        except Exception as error:  # those of the client, whose types are not known here
            raise BadInput(f"{self.name}: it cannot be read: {error}") from error
        dense = config.vectors or {}
        dense = dict(dense) if isinstance(dense, Mapping) else {"": dense}
        sparse = dict(config.sparse_vectors or {})
        self._dense, self._sparse = _chosen(dense, vectors), _chosen(sparse, vectors)
        unknown = set(vectors or ()) - dense.keys() - sparse.keys()
        if unknown:
            there = ", ".join([*dense, *sparse])
            told = f"expected some of the vectors {there}, saw {', '.join(sorted(unknown))}"
            raise BadInput(f"{self.name}: {told}")
        self._check()

    @property
    def notes(self) -> Sequence[str]:
        """Of weights that Qdrant changes when it searches."""
        changed = [name for name, one in self._sparse.items() if getattr(one, "modifier", None)]
        return [f"sparse vectors {name!r}: Qdrant weighs them by IDF, here they are as stored"
                for name in changed]  # fmt: skip

    def definition(self, name: str, wanted: Wanted) -> Definition:
        """Named vectors keep their names; NotSupported for a metric that there is not."""
        spaces = {
            space or DEFAULT_VECTOR: VectorSpace(one.size, wanted.metric or self._metric(space))
            for space, one in self._dense.items()
        }
        ids = wanted.ids or self._id_type()
        return Definition(name, "vector" if spaces else "graph", ids, spaces)

    def batches(self, definition: Definition, size: int) -> Stream[Batch]:
        first = definition.vector or DEFAULT_VECTOR
        for records in self._pages(size, with_payload=True, with_vectors=True):
            held = [_named(record.vector) for record in records]
            yield Batch(
                [record.id for record in records],
                [record.payload for record in records],
                {name or first: [one.get(name) for one in held] for name in self._dense},
                {name: [_weights(one.get(name)) for one in held] for name in self._sparse},
            )

    def edges(self, size: int) -> Stream[EdgeBatch]:
        """None."""
        yield from ()

    def _check(self) -> None:
        for name, one in self._dense.items():
            if getattr(one, "multivector_config", None) is not None:
                told = f"a point has several vectors {name!r}, which a collection does not hold"
                raise NotSupported(f"{self.name}: {told}; leave it out with vectors=[…]")

    def _metric(self, space: str) -> Metric:
        distance = self._dense[space].distance
        named = str(getattr(distance, "value", distance)).lower()
        if named not in _METRICS:
            told = f"there is no metric {named!r} here; say which to use with metric=…"
            raise NotSupported(f"{self.name}: {told}")
        return _METRICS[named]

    def _id_type(self) -> IdType:
        """What all ids are; one pass over them, to the first UUID."""
        for records in self._pages(_PAGE, with_payload=False, with_vectors=False):
            if any(isinstance(record.id, str) for record in records):
                return "text"
        return "integer"

    def _pages(self, size: int, **parts: bool) -> Iterator[list[Any]]:
        after = None
        while True:
            records, after = self._client.scroll(
                self._collection, limit=size, offset=after, **parts
            )
            if records:
                yield records
            if after is None:
                return


def _chosen(there: Mapping[str, Any], wanted: Sequence[str] | None) -> dict[str, Any]:
    return {name: one for name, one in there.items() if wanted is None or name in wanted}


def _named(vector: Any) -> Mapping[str, Any]:
    """By name; the unnamed one alone is a list."""
    if vector is None:
        return {}
    return vector if isinstance(vector, Mapping) else {"": vector}


def _weights(sparse: Any) -> Any:
    return None if sparse is None else (sparse.indices, sparse.values)
