"""UPDATE: fields merged into those that points have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.mirror import Mirror
from ....core.collections.definition import Id
from ....core.collections.records import Change, Points, SparseVector, Vectors
from ...checking.faults import fault
from ...tree.statements import Update
from ..result import Result
from ..run import Run
from .account import changed
from .chosen import chosen
from .payloads import text_of
from .rows import Row, row_of
from .schema import check_nodes

_BETWEEN_LOOKS = 1024  # rows between two looks at the clock


def update(statement: Update, run: Run) -> Result:
    """Every row where the condition is TRUE; vectors and fields that are not named stay."""
    touched = 0

    def make(mirror: Mirror) -> Change | None:
        nonlocal touched
        row = _row(statement, mirror, run)
        positions = chosen(statement.where, mirror, run)
        touched = len(positions)
        return Change(points=_updated(row, positions, mirror, run)) if touched else None

    run.database.change(statement.collection, make)
    return changed(touched)


def _row(statement: Update, mirror: Mirror, run: Run) -> Row:
    names = [name for name, _ in statement.changes]
    if "id" in names:
        raise fault("VELES-010", "an id cannot change; INSERT under the new one, DELETE the old")
    if len(set(names)) < len(names):
        raise fault("VELES-010", f"a field is set twice: {', '.join(names)}")
    definition = mirror.definition
    row = row_of(statement.changes, definition, run)
    main = definition.vector or ""
    if definition.kind == "vector" and row.vectors.get(main, ...) is None:
        raise fault("VELES-016", f"{definition.name!r} needs a {main!r} a point, not NULL")
    return row


def _updated(row: Row, positions: NDArray[np.int64], mirror: Mirror, run: Run) -> Points:
    points = mirror.points
    payloads = {}
    for count, at in enumerate(positions.tolist()):
        if count % _BETWEEN_LOOKS == 0:
            run.check_time()
        payloads[points.id(at)] = points.payload(at) | row.fields
    check_nodes(payloads, mirror)
    ids: list[Id] = list(payloads)
    texts = [text_of(payload) for payload in payloads.values()]
    return Points(ids, texts, _vectors(row, positions, mirror), _sparse(row, positions, mirror))


def _vectors(row: Row, positions: NDArray[np.int64], mirror: Mirror) -> dict[str, Vectors]:
    found = {}
    for name, kept in mirror.vectors.items():
        if name not in row.vectors:
            found[name] = Vectors(kept.rows(positions), mirror.present(name)[positions])
            continue
        given = row.vectors[name]
        shape = len(positions), kept.space.dimension
        rows = np.zeros(shape, np.float32) if given is None else np.broadcast_to(given, shape)
        found[name] = Vectors(rows, np.full(len(positions), given is not None))
    return found


def _sparse(
    row: Row, positions: NDArray[np.int64], mirror: Mirror
) -> dict[str, Sequence[SparseVector | None]]:
    found: dict[str, Sequence[SparseVector | None]] = {
        name: [index.vector(at) for at in positions.tolist()]
        for name, index in mirror.sparse.items()
    }
    return found | {name: [one] * len(positions) for name, one in row.sparse.items()}
