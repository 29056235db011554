"""What of a batch a collection can take, and why not the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...core.collections.definition import Definition, Id
from ...core.collections.records import Edges, Points
from ...core.errors import BadInput
from .batch import Batch, EdgeBatch, Fault
from .ids import read_ids, repeated
from .numbers import read_sparse, read_vectors
from .taking import some_edges, some_points
from .target import Target
from .texts import read_payloads, unstorable

_TWICE = "the id stood before in this source; only the first record of it is taken"


class Sifted(NamedTuple):
    """Points with the places that they had in the batch, and the faults of the others."""

    points: Points
    places: Sequence[int]
    faults: dict[int, Fault]


class SiftedEdges(NamedTuple):
    """Edges with the places that they had in the batch, and the faults of the others."""

    edges: Edges
    places: Sequence[int]
    faults: dict[int, Fault]


class Sieve:
    """Remembers the ids of one source: the second record of an id is refused."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._points: set[Id] = set()
        self._edges: set[Id] = set()

    def points(self, batch: Batch) -> Sifted:
        """What can be stored; BadInput where a vector has a name that the collection lacks."""
        faults = dict(batch.faults)
        ids = read_ids(batch.ids, self._definition.ids, faults)
        spaces = self._definition.vectors
        for name in batch.vectors.keys() - spaces.keys():
            there = ", ".join(spaces) or "none"
            raise BadInput(f"{self._definition.name}: expected vectors {there}, saw {name!r}")
        vectors = {n: read_vectors(v, n, spaces[n], faults) for n, v in batch.vectors.items()}
        sparse = {n: read_sparse(given, n, faults) for n, given in batch.sparse.items()}
        points = Points(ids, read_payloads(batch.payloads, faults), vectors, sparse)
        _twice(ids, self._points, faults)
        places = _sound(len(batch), faults)
        points = some_points(points, places)
        self._points.update(points.ids)
        return Sifted(points, places, faults)

    def edges(self, batch: EdgeBatch, target: Target) -> SiftedEdges:
        """What can be stored, between points that are there."""
        faults: dict[int, Fault] = {}
        ids = read_ids(batch.ids, "integer", faults)
        sources = _ends(batch.sources, "source", target, faults)
        targets = _ends(batch.targets, "target", target, faults)
        for at, label in enumerate(batch.labels):
            if not isinstance(label, str) or unstorable(label):
                faults.setdefault(at, Fault("label", "expected a text", repr(label)))
        properties = read_payloads(batch.properties, faults, "properties")
        _twice(ids, self._edges, faults)
        places = _sound(len(ids), faults)
        whole = Edges(ids, sources, targets, batch.labels, properties)
        edges = some_edges(whole, places)
        self._edges.update(edges.ids)
        return SiftedEdges(edges, places, faults)


def _twice(ids: Sequence[Id], seen: set[Id], faults: dict[int, Fault]) -> None:
    """After all other faults: a record that is refused does not stand in another's way."""
    sound = [None if at in faults else id for at, id in enumerate(ids)] if faults else ids
    for at in repeated(sound, seen):
        faults[at] = Fault("id", _TWICE, ids[at])


def _ends(given: Sequence[Id], part: str, target: Target, faults: dict[int, Fault]) -> Sequence[Id]:
    ids = read_ids(given, target.definition.ids, faults, part)
    wanted = list(dict.fromkeys(id for id in ids if id is not None))
    there = {id for id, known in zip(wanted, target.known(wanted), strict=True) if known}
    for at, id in enumerate(ids):
        if id not in there:
            faults.setdefault(at, Fault(part, "there is no such point", repr(id)))
    return ids


def _sound(count: int, faults: dict[int, Fault]) -> Sequence[int]:
    return [at for at in range(count) if at not in faults] if faults else range(count)
