"""SELECT EDGES (section 15)."""

from __future__ import annotations

from typing import Any

from tests.velesql.judge.answers import Judged, table
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.scopes import within
from tests.velesql.judge.selecting import count
from tests.velesql.judge.truth import truth
from tests.velesql.judge.world import Edge, Refused
from workbench.velesql.tree.selects import SelectEdges

_COLUMNS = ("edge_id", "source", "target", "label", "properties")


def select_edges(tree: SelectEdges, asked: Asked) -> Judged:
    collection = asked.world.collection(tree.collection)
    rows = []
    for edge in sorted(collection.edges.values(), key=lambda one: one.id):
        fields = _fields(edge)
        if tree.where is None or truth(tree.where, _look(fields), _refuse, asked) is True:
            rows.append(tuple(fields[name] for name in _COLUMNS))
    return table(_COLUMNS, rows, stop=count(tree.limit, asked), ordered=False)


def _fields(edge: Edge) -> dict[str, Any]:
    return {
        "edge_id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "label": edge.label,
        "properties": edge.properties,
    }


def _look(fields: dict[str, Any]) -> Any:
    return lambda column: within(fields, column.path)


def _refuse(predicate: Any) -> Any:
    raise Refused("VELES-010")
