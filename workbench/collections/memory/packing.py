"""A collection's points and edges as text, to be stored in rows of another."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...core.collections.records import Change, Edges, Points, Vectors
from ...core.errors import BadInput
from ..mirrors.mirror import Mirror

_PART = 2**20  # characters a row: PostgreSQL keeps larger values no better


def packed(mirror: Mirror) -> list[str]:
    """Everything in a collection, in parts."""
    at = mirror.points.order
    edges = mirror.edges
    standing = np.flatnonzero(edges.table.alive)
    head: dict[str, Any] = {
        "ids": mirror.points.ids[at].tolist(),
        "payloads": [mirror.points.text(one) for one in at.tolist()],
        "present": {name: mirror.present(name)[at].tolist() for name in mirror.vectors},
        "sparse": {n: [index.vector(o) for o in at.tolist()] for n, index in mirror.sparse.items()},
        "edges": [
            edges.table.ids[standing].tolist(),
            edges.sources[standing].tolist(),
            edges.targets[standing].tolist(),
            edges.labels.take(standing).values(),
            [edges.table.text(one) for one in standing.tolist()],
        ],
    }
    rows = [mirror.vectors[name].rows(at).astype("<f4").tobytes() for name in mirror.vectors]
    told = json.dumps(head).encode()
    whole = b"".join([len(told).to_bytes(8, "little"), told, *rows])
    text = base64.b64encode(zlib.compress(whole, 1)).decode()
    return [text[start : start + _PART] for start in range(0, len(text), _PART)]


def unpacked(parts: Sequence[str], mirror: Mirror) -> Change:
    """What puts a collection back to what was packed.

    BadInput where its vectors were of another length then.
    """
    whole = zlib.decompress(base64.b64decode("".join(parts)))
    start = 8 + int.from_bytes(whole[:8], "little")
    head = json.loads(whole[8:start])
    count, vectors = len(head["ids"]), {}
    for name, space in mirror.definition.vectors.items():
        size = 4 * count * space.dimension
        rows = np.frombuffer(whole[start : start + size], "<f4")
        if len(rows) != count * space.dimension or name not in head["present"]:
            raise _other(mirror)
        present = np.array(head["present"][name], np.bool_)
        vectors[name] = Vectors(rows.reshape(count, space.dimension).astype(np.float32), present)
        start += size
    if start != len(whole):
        raise _other(mirror)
    sparse = {name: list(map(_weights, given)) for name, given in head["sparse"].items()}
    points = Points(head["ids"], head["payloads"], vectors, sparse)
    return Change(clear=True, points=points, edges=Edges(*head["edges"]))


def _weights(given: Mapping[str, float] | None) -> dict[int, float] | None:
    return None if given is None else {int(index): weight for index, weight in given.items()}


def _other(mirror: Mirror) -> BadInput:
    name = mirror.definition.name
    return BadInput(f"{name}: the snapshot holds vectors of another length than the collection")
