"""Several questions in one call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...core.errors import BadInput, NotSupported
from ..state import State
from ..traversing import bfs, random_walk, shortest_path
from ..traversing.expanding import ids_in, nodes_of, type_of
from ..traversing.walking import Walked, expands
from .components import connected_components
from .ranking import pagerank


def subgraph(graph: Walked, nodes: Iterable[int], edge_type: str | None = None) -> State:
    """These nodes and the edges between them; see `State.induced`."""
    if not isinstance(graph, State):
        raise NotSupported("a subgraph is taken of a state; ask its mirror")
    walked, kind = expands(graph), type_of(edge_type)
    return graph.induced(nodes_of(walked, ids_in(nodes, "nodes"), "nodes"), kind)


_CALLS: dict[str, Callable[..., Any]] = {
    "bfs": bfs,
    "shortest_path": shortest_path,
    "connected_components": connected_components,
    "pagerank": pagerank,
    "random_walk": random_walk,
    "subgraph": subgraph,
}


def compute_batch(graph: Walked, jobs: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The answers of jobs `{"op": name, …arguments}`, in order; an error tells its job."""
    if isinstance(jobs, str | bytes | Mapping) or not isinstance(jobs, Iterable):
        raise BadInput(f"jobs must be a list of mappings with an op, not {jobs!r}")
    return [_answer(graph, at, job) for at, job in enumerate(jobs)]


def _answer(graph: Walked, at: int, job: Mapping[str, Any]) -> Any:
    try:
        call, arguments = _read(job)
        return call(graph, **arguments)
    except BadInput as error:
        raise BadInput(f"job {at}: {error}") from error


def _read(job: Mapping[str, Any]) -> tuple[Callable[..., Any], dict[str, Any]]:
    if not isinstance(job, Mapping):
        raise BadInput(f"a job is a mapping with an op, not {job!r}")
    arguments = dict(job)
    call = _CALLS.get(name) if isinstance(name := arguments.pop("op", None), str) else None
    if call is None:
        raise BadInput(f"op must be one of {', '.join(_CALLS)}, not {name!r}")
    try:
        inspect.signature(call).bind(None, **arguments)
    except TypeError as error:
        raise BadInput(f"{name}: {error}") from error
    return call, arguments
