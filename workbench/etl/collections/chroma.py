"""Records from a collection of Chroma, the object that its user has.

Nothing of `chromadb` is imported: what is used is `get`, `metadata` and `configuration_json`.
Seen with 1.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.collections.definition import DEFAULT_VECTOR, Definition, Metric, VectorSpace
from ...core.errors import BadInput, NotSupported
from .batch import Batch, EdgeBatch, Fault, Stream, Wanted

# Chroma's l2 is the square of the distance; the order is the same.
_METRICS: dict[str, Metric] = {"cosine": "cosine", "l2": "euclidean", "ip": "dot"}


class ChromaCollection:
    """The records of a collection, by page; what others write meanwhile may be in it or not.

    The metadata are the payload; a document and a URI stand beside them under the names
    `document` and `uri`. A record that has metadata of such a name is refused.
    """

    notes: Sequence[str] = ()

    def __init__(self, collection: Any, *, document: str = "document", uri: str = "uri") -> None:
        self._collection, self._fields = collection, {"documents": document, "uris": uri}
        self.name = f"Chroma collection {collection.name}"

    def definition(self, name: str, wanted: Wanted) -> Definition:
        """BadInput where it is empty, since then nothing tells the dimension."""
        found = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
        if found is None or not len(found):
            raise BadInput(f"{self.name}: it is empty; expected a record to tell the dimension by")
        space = VectorSpace(len(found[0]), wanted.metric or self._metric())
        return Definition(name, "vector", wanted.ids or "text", {DEFAULT_VECTOR: space})

    def batches(self, definition: Definition, size: int) -> Stream[Batch]:
        start, parts = 0, ["embeddings", "metadatas", *self._fields]
        while True:
            found = self._collection.get(limit=size, offset=start, include=parts)
            if not found["ids"]:
                return
            yield self._batch(found, definition.vector or DEFAULT_VECTOR)
            start += len(found["ids"])

    def edges(self, size: int) -> Stream[EdgeBatch]:
        """None."""
        yield from ()

    def _batch(self, found: Mapping[str, Any], vector: str) -> Batch:
        faults: dict[int, Fault] = {}
        payloads = []
        for at, metadata in enumerate(found["metadatas"]):
            beside = {
                field: found[part][at]
                for part, field in self._fields.items()
                if found[part] is not None and found[part][at] is not None
            }
            payload = dict(metadata or {})
            for field in beside.keys() & payload.keys():
                what = "the metadata have a field of this name; give it another: document=, uri="
                faults[at] = Fault(field, what, payload[field])
            payloads.append(payload | beside)
        return Batch(found["ids"], payloads, {vector: found["embeddings"]}, faults=faults)

    def _metric(self) -> Metric:
        kept = getattr(self._collection, "configuration_json", None) or {}
        index = kept.get("hnsw") or kept.get("spann") or {}
        metadata = self._collection.metadata or {}
        named = index.get("space") or metadata.get("hnsw:space") or "l2"
        if named not in _METRICS:
            told = f"there is no metric {named!r} here; say which to use with metric=…"
            raise NotSupported(f"{self.name}: {told}")
        return _METRICS[named]
