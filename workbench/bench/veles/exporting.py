"""A collection of a bench into files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from ...collections.mirrors.mirror import Mirror
from ...core.collections.records import Edges, Points, Vectors

if TYPE_CHECKING:
    from ...etl.collections.receipt import ExportReceipt

_BATCH = 10_000  # rows in memory beside the mirror


class Exports:
    """What writes a collection to files."""

    def _reading(self) -> AbstractContextManager[Mirror]:
        raise NotImplementedError

    def export_parquet(self, path: str | os.PathLike[str]) -> ExportReceipt:
        """Write all points to a Parquet file, and edges, where there are any, to one beside it.

        `bench.collections.import_parquet` makes an equal collection of them. Both are of one
        moment: this bench's collections wait until they are written. Rows stand by ascending
        id; see `etl.collections.exporting`.
        """
        from ...etl.collections.exporting import export

        with self._reading() as mirror:
            points, edges = _points(mirror), _edges(mirror)
            file = Path(path).expanduser()
            return export(mirror.definition, points, edges, file, sparse=sorted(mirror.sparse))


def _points(mirror: Mirror) -> Iterator[Points]:
    points = mirror.points
    for at in _parts(points.order):
        plain: list[int] = at.tolist()
        yield Points(
            points.ids[at].tolist(),
            [points.text(one) for one in plain],
            {
                n: Vectors(rows.rows(at), mirror.present(n)[at])
                for n, rows in mirror.vectors.items()
            },
            {n: [index.vector(one) for one in plain] for n, index in mirror.sparse.items()},
        )


def _edges(mirror: Mirror) -> Iterator[Edges]:
    edges = mirror.edges
    for at in _parts(edges.table.order):
        plain: list[int] = at.tolist()
        yield Edges(
            edges.table.ids[at].tolist(),
            edges.sources[at].tolist(),
            edges.targets[at].tolist(),
            [edges.labels.value(one) for one in plain],
            [edges.table.text(one) for one in plain],
        )


def _parts(order: NDArray[Any]) -> Iterator[NDArray[Any]]:
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]
