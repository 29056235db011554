"""Collections looked after, and told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from ....collections.mirrors.mirror import Mirror
from ....core.collections.definition import VectorSpace
from ....core.collections.records import Change
from ...checking.faults import fault
from ...tree.predicates import Options
from ...tree.statements import Analyze, Describe, Flush, ShowCollections, Train, Truncate
from ..result import Result, one_row
from ..run import Run
from .options import once, training


def analyze(statement: Analyze, run: Run) -> Result:
    found = run.database.analyze(statement.collection)
    return one_row({"collection": statement.collection, **found})


def truncate(statement: Truncate, run: Run) -> Result:
    """One row, `deleted_count`: the points that were there."""
    gone = 0

    def make(mirror: Mirror) -> Change:
        nonlocal gone
        gone = mirror.points.count
        return Change(clear=True)

    run.database.change(statement.collection, make)
    return Result(("deleted_count",), [(gone,)], affected=gone)


def flush(statement: Flush, run: Run) -> Result:
    """What was written is on disk already; FULL writes mirrors and indexes beside it."""
    named = [statement.collection] if statement.collection else sorted(run.database.definitions())
    if statement.full:
        for name in named:
            run.database.flush(name)
    return one_row({"status": "flushed", "full": statement.full})


def train(statement: Train, run: Run) -> Result:
    """The index of a collection's vectors, measured and chosen anew; options are hints."""
    definition = run.database.definitions()[statement.collection]
    if definition.space is None:
        raise fault("VELES-015", f"the collection {definition.name!r} has no vectors to search")
    options = _training(statement.options, definition.space)
    found = run.database.build(definition.name, options)
    if options.keys() - {"force"}:
        run.notices.append("m, k, type and sample are hints: the index is chosen as measured")
    told = {name: asdict(one) if is_dataclass(one) else one for name, one in found.items()}  # type: ignore[arg-type]
    return one_row({"status": "trained", **told})


def show(statement: ShowCollections, run: Run) -> Result:
    known = run.database.definitions()
    return Result(("name", "type"), [(name, known[name].kind) for name in sorted(known)])


def describe(statement: Describe, run: Run) -> Result:
    """`name`, `type`, `point_count`; where there are vectors `dimension` and `metric` too."""
    mirror = run.database.mirror(statement.collection)
    definition = mirror.definition
    told = {
        "name": definition.name,
        "type": definition.kind,
        "point_count": mirror.points.count,
    }
    if definition.space:
        told |= {"dimension": definition.space.dimension, "metric": definition.space.metric}
    return one_row(told)


def _training(options: Options, space: VectorSpace) -> Mapping[str, Any]:
    given = training(once(options))
    parts = given.get("m")
    if parts is not None and space.dimension % parts:
        what = f"m divides the dimension, {space.dimension}; {parts} does not"
        raise fault("VELES-028", what)
    return given
