"""INSERT EDGE."""

from __future__ import annotations

from ....collections.mirrors.mirror import Mirror
from ....core.collections.definition import MAX_ID, Id
from ....core.collections.records import Change, Edges
from ...checking.faults import fault
from ...tree.statements import InsertEdge
from ...tree.values import Value
from ..binding import bind
from ..result import Result
from ..run import Run
from .account import AFFECTED
from .payloads import json_value, text_of
from .rows import id_of
from .schema import check_edge, labels_of


def insert_edge(statement: InsertEdge, run: Run) -> Result:
    """One row, `affected` and `edge_id`; without an id in the statement the highest plus one.

    VELES-018: a collection without edges; -019: an id that exists; -021: a label that is none;
    -022: an end that is not there; -017: an edge that the schema does not know.
    """
    definition = run.database.definitions()[statement.collection]
    if definition.kind == "metadata":
        raise fault("VELES-018", f"{definition.name!r} holds no graph, only payloads")
    stored = 0

    def make(mirror: Mirror) -> Change:
        nonlocal stored
        edges = _edge(statement, mirror, run)
        stored = edges.ids[0]
        return Change(edges=edges)

    run.database.change(definition.name, make)
    return Result((AFFECTED, "edge_id"), [(1, stored)], affected=1)


def edge_id(value: Value | int, run: Run) -> int:
    """VELES-010 where a value is no id of an edge."""
    given = value if isinstance(value, int) else bind(value, run)
    if type(given) is not int:
        raise fault("VELES-010", f"expected an integer as the id of an edge, saw {given!r:.60}")
    if not 0 <= given <= MAX_ID:  # it may be too long to be shown
        raise fault("VELES-010", "an id of an edge is from 0 to 2^64 - 1")
    return given


def _edge(statement: InsertEdge, mirror: Mirror, run: Run) -> Edges:
    number = _next(mirror) if statement.id is None else edge_id(statement.id, run)
    if mirror.edges.table.position(number) >= 0:
        raise fault("VELES-019", f"{statement.collection!r} has an edge {number} already")
    label = bind(statement.label, run)
    if not isinstance(label, str) or not label:
        raise fault("VELES-021", f"expected a text as the label of an edge, saw {label!r:.60}")
    source, target = (_end(end, mirror, run) for end in (statement.source, statement.target))
    if mirror.definition.schema is not None:
        check_edge(label, (_labels(source, mirror), _labels(target, mirror)), mirror.definition)
    fields = {name: json_value(bind(one, run), name) for name, one in statement.properties}
    label = json_value(label, "label")
    return Edges([number], [source], [target], [label], [text_of(fields)])


def _next(mirror: Mirror) -> int:
    table = mirror.edges.table
    if not table.count:
        return 1
    highest = int(table.ids[table.alive].max())
    if highest == MAX_ID:
        raise fault("VELES-023", "no id above the highest edge is left; give the edge one")
    return highest + 1


def _end(value: Value, mirror: Mirror, run: Run) -> Id:
    point = id_of(bind(value, run), mirror.definition)
    if mirror.points.position(point) < 0:
        raise fault("VELES-022", f"{mirror.definition.name!r} has no node {point!r}")
    return point


def _labels(point: Id, mirror: Mirror) -> frozenset[str]:
    return labels_of(mirror.points.payload(mirror.points.position(point)))
