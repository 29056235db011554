"""A scene from what people have at hand: rows, answers, graphs and frames of other libraries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ...core.errors import BadInput
from ...core.frames import graph_values
from ...core.values import Edge, Node, Path, Rows
from . import frames, graphs
from .scene import Collected, Scene, free_name, name_of_ends

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars

    from ...core.answer import Answer
    from ...core.lore import LoreAnswer

    Frame: TypeAlias = polars.DataFrame | pandas.DataFrame
    Id: TypeAlias = str | int
    Item: TypeAlias = Node | Edge | Path | tuple[Id, Id] | tuple[Id, str, Id]
    Source: TypeAlias = (
        Scene
        | Rows
        | Answer
        | LoreAnswer
        | networkx.Graph
        | Frame
        | tuple[Frame | Iterable[Node], Frame | Iterable[Edge]]
        | Iterable[Item]
    )

_TAKES = (
    "a Scene, Rows or an answer with nodes and edges, a networkx graph, a polars or pandas frame "
    "of edges, a pair (nodes, edges), or nodes, edges, paths and pairs of ids"
)


def scene_of(source: Source) -> Scene:
    """The graph of a source, nodes and edges in the order in which they are met.

    Rows: every node, edge and path in them; rows without any are read as a frame of edges.
    Frames: a row an edge, its ends in `source` and `target` (also `from` and `to`, `from_id`
    and `to_id`, `src` and `dst`, …), its type in `type`, the rest its properties; nodes by `id`,
    their type in `type` or `label`. networkx: all four kinds of graph; `labels` or `type` of a
    node are its labels, `type` of an edge is its type. BadInput for anything else.
    """
    if isinstance(source, Scene):
        return source
    rows = getattr(source, "rows", None) if not isinstance(source, Rows) else source
    if isinstance(rows, Rows):
        return _of_rows(rows)
    if hasattr(source, "is_directed") and hasattr(source, "nodes"):
        return graphs.scene_of_graph(source)
    if hasattr(source, "columns"):
        return frames.scene_of_frames(None, source)
    if isinstance(source, tuple) and len(source) == 2 and not _is_id(source[0]):
        return _of_pair(*source)
    if isinstance(source, Iterable) and not isinstance(source, str | bytes | Mapping):
        return _of_items(source)
    raise _refused(source)


def _of_rows(rows: Rows) -> Scene:
    met = Collected()
    for value in graph_values(rows):
        if isinstance(value, Node):
            met.node(value)
        else:
            met.edge(value)
    if not met.nodes and rows.values:
        scene = frames.scene_of_frames(None, rows)
    else:
        scene = Scene(met.nodes, tuple(met.edges.values()))
    if rows.truncated:
        told = f"the row limit cut the answer after {len(rows):,} rows"
        return replace(scene, left_out=(told, *scene.left_out))
    return scene


def _of_pair(nodes: Any, edges: Any) -> Scene:
    if isinstance(nodes, Node | Edge | Path) or _is_tuple_of_ids(nodes):
        return _of_items((nodes, edges))
    if hasattr(edges, "columns"):
        return frames.scene_of_frames(nodes, edges)
    return _of_items([*nodes, *edges])


def _of_items(items: Iterable[Any]) -> Scene:
    met = Collected()
    for item in items:
        for value in _opened(item, met):
            if isinstance(value, Node):
                met.node(value)
            else:
                met.edge(value)
    return Scene(met.nodes, tuple(met.edges.values()))


def _opened(item: Any, met: Collected) -> Iterable[Node | Edge]:
    if isinstance(item, Node):
        return (replace(item, id=_id(item.id)),)
    if isinstance(item, Edge):
        source, target = _id(item.source), _id(item.target)
        return (replace(item, source=source, target=target, id=_id(item.id)),)
    if isinstance(item, Path):
        return (*item.nodes, *item.edges)
    if _is_tuple_of_ids(item):
        kind = str(item[1]) if len(item) == 3 else ""
        source, target = _id(item[0]), _id(item[-1])
        name = free_name(name_of_ends(source, kind, target), met.edges)
        return (Edge(source, kind, target, id=name),)
    raise _refused(item)


def _id(given: object) -> str:
    if not _is_id(given):
        raise BadInput(f"expected ids as text or whole numbers, got {given!r:.80}")
    return str(given)


def _is_id(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _is_tuple_of_ids(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) in (2, 3) and all(map(_is_id, item))


def _refused(seen: Any) -> BadInput:
    told = f"expected {_TAKES}; got a {type(seen).__name__}: {seen!r:.80}"
    if isinstance(seen, str):
        told += ". A text is Cypher, which needs a bench: bench.see.graph(text)"
    return BadInput(told)
