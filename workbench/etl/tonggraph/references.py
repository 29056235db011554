"""Whether all that the records of a graph name is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.change import Model
from ...core.property_graph.plain import KINDS
from ...core.property_graph.records import VectorIndex


def check_references(model: Model, where: str) -> None:
    """BadInput for the first record that names what is not there, or does not fit it."""
    for what in _faults(model):
        raise BadInput(f"{where}: {what}. Nothing was read; correct the file or export it again.")


def _faults(model: Model) -> Iterator[str]:
    nodes, edges = {one.id for one in model.nodes}, {one.id for one in model.edges}
    variables = {one.id: len(one.states) for one in model.variables}
    yield from _external_ids(model)
    yield from _counters(model)
    for edge in model.edges:
        yield from _missing(f"edge {edge.id}", "node", (edge.source, edge.target), nodes)
    for variable in model.variables:
        if variable.owner_id is not None:
            yield from _missing(f"variable {variable.id}", "node", (variable.owner_id,), nodes)
    for factor in model.factors:
        named = [*factor.input_variables, *factor.output_variables]
        named += factor.table.variables if factor.table else ()
        yield from _missing(f"factor {factor.id}", "variable", named, variables)
    for one in model.evidence:
        yield from _missing(f"evidence {one.id}", "variable", (one.variable_id,), variables)
    for posterior in model.posteriors:
        of = posterior.variable_id
        yield from _missing("a posterior", "variable", (of,), variables)
        if len(posterior.values) != variables[of]:
            yield f"the posterior of variable {of}: expected {variables[of]} numbers, found " + str(
                len(posterior.values)
            )
    yield from _vectors(model, {"node": nodes, "edge": edges})


def _external_ids(model: Model) -> Iterator[str]:
    seen: dict[str, int] = {}
    for node in model.nodes:
        other = seen.setdefault(node.external_id, node.id)
        if other != node.id:
            yield f"duplicate external id {node.external_id!r}: of the nodes {other} and {node.id}"


def _counters(model: Model) -> Iterator[str]:
    for name, kind in KINDS.items():
        records = getattr(model, name)
        if kind.counter and records and model.next_ids.get(kind.counter, 0) <= records[-1].id:
            yield (
                f"next_ids: expected a next {kind.counter} beyond {records[-1].id}, found "
                f"{model.next_ids.get(kind.counter)}"
            )


def _vectors(model: Model, there: dict[str, set[int]]) -> Iterator[str]:
    import numpy as np

    indexes: dict[str, VectorIndex] = {one.name: one for one in model.vector_indexes}
    for vector in model.vectors:
        what = f"the vector {vector.index!r} of {vector.entity}"
        index = indexes.get(vector.index)
        if index is None:
            yield f"{what}: there is no vector index of that name"
            continue
        yield from _missing(what, index.target, (vector.entity,), there[index.target])
        if len(vector.embedding) != index.dimensions or not np.isfinite(vector.embedding).all():
            yield f"{what}: expected {index.dimensions} numbers within float32"


def _missing(what: str, kind: str, named: Iterable[int], there: Collection[Any]) -> Iterator[str]:
    for one in named:
        if one not in there:
            yield f"{what} names the {kind} {one}, which is not there"
