"""Who executes which statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..tree import statements as tree
from ..tree.selects import Compound, Match, Select, SelectEdges
from .changing.deleting import delete, delete_edge
from .changing.edges import insert_edge
from .changing.inserting import insert, insert_node
from .changing.updating import update
from .compounds import compound
from .defining import defining, upkeep
from .explaining.explaining import explain
from .graph.matching import match
from .graph.select_edges import select_edges
from .result import Result
from .run import Run
from .selecting import select

Execute = Callable[[Any, Run], Result]

# What is answered while nothing changes; a change sees to that itself.
READING = (Select, Compound, Match, SelectEdges, tree.Describe, tree.Explain)

_EXECUTE: dict[type[Any], Execute] = {
    Select: select,
    Compound: compound,
    Match: match,
    SelectEdges: select_edges,
    tree.Insert: insert,
    tree.Update: update,
    tree.Delete: delete,
    tree.InsertNode: insert_node,
    tree.InsertEdge: insert_edge,
    tree.DeleteEdge: delete_edge,
    tree.CreateCollection: defining.create,
    tree.DropCollection: defining.drop,
    tree.CreateIndex: defining.create_index,
    tree.DropIndex: defining.drop_index,
    tree.AlterCollection: defining.alter,
    tree.Analyze: upkeep.analyze,
    tree.Truncate: upkeep.truncate,
    tree.Flush: upkeep.flush,
    tree.Train: upkeep.train,
    tree.ShowCollections: upkeep.show,
    tree.Describe: upkeep.describe,
    tree.Explain: explain,
}


def executor(statement: tree.Statement) -> Execute:
    return _EXECUTE[type(statement)]
