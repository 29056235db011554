"""Rows to the frames and graphs of other libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .values import Edge, Node, Path, Rows

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars


def to_polars(rows: Rows) -> polars.DataFrame:
    import polars

    names = distinct_names(rows.columns)
    data = {name: [row[at] for row in rows.values] for at, name in enumerate(names)}
    return polars.DataFrame({name: _series(name, values) for name, values in data.items()})


def _series(name: str, values: list[Any]) -> polars.Series:
    import polars

    if not any(isinstance(value, Node | Edge | Path | dict) for value in values):
        try:
            return polars.Series(name, [_plain(value) for value in values], strict=True)
        except (TypeError, UnicodeEncodeError, polars.exceptions.PolarsError):
            pass  # mixed types have no polars type of their own; as text a reader misses nothing
    texts = [as_json(value) for value in values]
    told = [text if text is None else encodable(text) for text in texts]
    return polars.Series(name, told, dtype=polars.String)


def _plain(value: Any) -> Any:
    """UUIDs have no polars type; numpy vectors become lists of floats."""
    if type(value).__name__ == "UUID":
        return str(value)
    return value.tolist() if type(value).__name__ == "ndarray" else value


def to_pandas(rows: Rows) -> pandas.DataFrame:
    import pandas

    names = distinct_names(rows.columns)
    return pandas.DataFrame({n: [row[at] for row in rows.values] for at, n in enumerate(names)})


def distinct_names(columns: Sequence[str]) -> list[str]:
    """Column names made unique: a repeated name gets `_2`, `_3`, … that no column has."""
    names: list[str] = []
    for column in columns:
        name, count = column, 1
        while name in names or (count > 1 and name in columns):
            count += 1
            name = f"{column}_{count}"
        names.append(name)
    return names


def to_networkx(rows: Rows) -> networkx.MultiDiGraph:
    import networkx

    graph = networkx.MultiDiGraph()
    for value in graph_values(rows):
        if isinstance(value, Node):
            graph.add_node(value.id, labels=value.labels, **_attributes(value.properties))
        else:
            key = value.id or f"{value.source}-{value.type}-{value.target}"
            properties = _attributes(value.properties)
            graph.add_edge(value.source, value.target, key=key, type=value.type, **properties)
    return graph


def _attributes(properties: Any) -> dict[str, Any]:
    """Properties that would shadow networkx's own words keep their value under `name_`."""
    taken = {"labels", "type", "key"}
    return {(f"{name}_" if name in taken else str(name)): v for name, v in properties.items()}


def graph_values(rows: Rows) -> Iterator[Node | Edge]:
    """Every node and edge in the rows, paths and lists opened, in reading order."""
    for row in rows.values:
        yield from _opened(row)


def _opened(value: Any) -> Iterator[Node | Edge]:
    if isinstance(value, Node | Edge):
        yield value
    elif isinstance(value, Path):
        yield from value.nodes
        yield from value.edges
    elif isinstance(value, dict):
        for item in value.values():
            yield from _opened(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _opened(item)


def encodable(text: str) -> str:
    """The text with half a surrogate pair, which UTF-8 has no bytes for, as its escape."""
    return text.encode("utf-8", "backslashreplace").decode()


def as_json(value: Any) -> str | None:
    """A value as text: JSON with sorted keys where it has parts; None stays None."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, bool | int | float | dict | list | tuple | Node | Edge | Path):
        return str(value.tolist() if type(value).__name__ == "ndarray" else value)
    return json.dumps(_jsonable(value), ensure_ascii=False, sort_keys=True, default=str)


def _jsonable(value: Any) -> Any:
    if isinstance(value, Node):
        return {"id": value.id, "labels": list(value.labels), **dict(value.properties)}
    if isinstance(value, Edge):
        ends = {"source": value.source, "type": value.type, "target": value.target}
        return {**ends, **dict(value.properties)}
    if isinstance(value, Path):
        parts: list[Any] = [value.nodes[0]]
        for edge, node in zip(value.edges, value.nodes[1:], strict=True):
            parts += [edge, node]
        return [_jsonable(part) for part in parts]
    if isinstance(value, dict):
        return {str(name): _jsonable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    return value.tolist() if type(value).__name__ == "ndarray" else value
