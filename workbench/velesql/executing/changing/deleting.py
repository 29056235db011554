"""DELETE: points, with the edges at them, and edges."""

from __future__ import annotations

from ....collections.mirrors.mirror import Mirror
from ....core.collections.records import Change
from ...checking.faults import fault
from ...tree.statements import Delete, DeleteEdge
from ..result import Result
from ..run import Run
from .account import changed
from .chosen import chosen
from .edges import edge_id


def delete(statement: Delete, run: Run) -> Result:
    """The points where the condition is TRUE; none is no fault."""
    gone = 0

    def make(mirror: Mirror) -> Change | None:
        nonlocal gone
        positions = chosen(statement.where, mirror, run)
        gone = len(positions)
        return Change(dropped=mirror.points.ids[positions].tolist()) if gone else None

    run.database.change(statement.collection, make)
    return changed(gone)


def delete_edge(statement: DeleteEdge, run: Run) -> Result:
    """VELES-020 where there is no edge of that id."""
    wanted = edge_id(statement.id, run)

    def make(mirror: Mirror) -> Change:
        if mirror.edges.table.position(wanted) < 0:
            raise fault("VELES-020", f"{statement.collection!r} has no edge {wanted}")
        return Change(dropped_edges=[wanted])

    run.database.change(statement.collection, make)
    return changed(1)
