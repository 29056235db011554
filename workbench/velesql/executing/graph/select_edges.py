"""SELECT EDGES."""

from __future__ import annotations

from ...checking.faults import fault
from ...checking.walk import SEARCHES, conditions
from ...tree.predicates import Reaches
from ...tree.selects import SelectEdges
from ..binding import count
from ..predicates.truth import holds
from ..relation import Relation, Source
from ..result import Result
from ..run import Run
from .views import Edges

COLUMNS = ("edge_id", "source", "target", "label", "properties")


def select_edges(statement: SelectEdges, run: Run) -> Result:
    """The edges of a collection by ascending id, all where there is no LIMIT.

    VELES-018 where the collection has none.
    """
    mirror = run.database.mirror(statement.collection)
    if mirror.definition.kind == "metadata":
        what = f"{statement.collection} is a metadata collection, which has no edges"
        raise fault("VELES-018", what)
    _check(statement)
    edges = mirror.edges
    table = Edges(edges)
    rows = table.order
    if statement.where is not None:
        source = Source(statement.collection, mirror, table, None, edges)
        whole = Relation({statement.collection: source}, table.size)
        rows = rows[holds(statement.where, whole, run)[rows]]
    rows = rows[: count(statement.limit, run, "LIMIT")]
    run.check_rows(len(rows))
    ids = table.ids[rows].tolist()
    values = zip(
        ids,
        edges.sources[rows].tolist(),
        edges.targets[rows].tolist(),
        edges.labels.take(rows).values(),
        table.payloads(rows),
        strict=True,
    )
    return Result(COLUMNS, list(values), ids, [1.0] * len(ids))


def _check(statement: SelectEdges) -> None:
    for one in conditions(statement.where):
        if isinstance(one.predicate, SEARCHES | Reaches):
            what = "edges have no vectors, words or nodes of their own to search"
            raise fault("VELES-010", f"{what}; ask MATCH … RETURN")
