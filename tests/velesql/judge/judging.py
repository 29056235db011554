"""The judge: from a statement to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.velesql.judge import changing, defining
from tests.velesql.judge.answers import Judged, table
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.compounds import compound
from tests.velesql.judge.edges import select_edges
from tests.velesql.judge.matching import match
from tests.velesql.judge.selecting import scalar, select
from tests.velesql.judge.world import Refused, World
from workbench.core.errors import VelesFailed
from workbench.velesql.checking.check import check
from workbench.velesql.syntax.parse import parse
from workbench.velesql.tree import selects, statements


def judge(
    text: str, parameters: Mapping[str, Any], world: World, *, now: float, compat: bool = False
) -> Judged | str:
    """What the reference says a text gives: an answer, or the code of an error.

    Only parser and checks are those of the package; a change is made to the world.
    """
    try:
        tree = parse(text)
        check(tree)
        asked = Asked(world, parameters, now, compat, scalar)
        asked.check(tree)
        return _ANSWERS[type(tree)](tree, asked)
    except (Refused, VelesFailed) as error:
        return error.code


def _explain(tree: statements.Explain, asked: Asked) -> Judged:
    """What is said of a plan is no matter of judgement, beside that something is."""
    if tree.analyze:
        _ANSWERS[type(tree.statement)](tree.statement, asked)
    return table(("plan", "tree"), [(None, None)])


_ANSWERS: dict[type, Callable[[Any, Asked], Judged]] = {
    selects.Select: select,
    selects.Compound: compound,
    selects.Match: lambda tree, asked: match(tree, asked, None),
    selects.SelectEdges: select_edges,
    statements.Insert: changing.insert,
    statements.Update: changing.update,
    statements.Delete: changing.delete,
    statements.InsertNode: changing.insert_node,
    statements.InsertEdge: changing.insert_edge,
    statements.DeleteEdge: changing.delete_edge,
    statements.Truncate: changing.truncate,
    statements.CreateCollection: defining.create,
    statements.DropCollection: defining.drop,
    statements.CreateIndex: defining.index,
    statements.DropIndex: defining.index,
    statements.AlterCollection: defining.alter,
    statements.Analyze: defining.analyze,
    statements.Flush: defining.flush,
    statements.Train: defining.train,
    statements.ShowCollections: defining.show,
    statements.Describe: defining.describe,
    statements.Explain: _explain,
}
