"""Rows as Vedana's agent wrote them for its model, read back; and new rows in that form.

Source: vedana_core/rag_agent.py. A vector search writes the Python repr of each row on a
line, Cypher writes JSON objects one after another, and the repr of a row that JSON cannot
hold (D15).
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .values import Edge, Node

# What Python writes for floats that have no literal.
_NO_LITERAL = {"nan": float("nan"), "inf": float("inf")}
# What parsing text that nobody vouches for can raise; none of it is our fault.
_UNREADABLE = (ValueError, SyntaxError, TypeError, RecursionError, MemoryError)


class ReadRows(NamedTuple):
    """The rows of a recorded text, in its order, and the pieces that are no rows."""

    rows: tuple[Mapping[str, Any], ...]
    unreadable: tuple[str, ...]


def read_rows(text: str) -> ReadRows:
    """JSON objects and Python reprs of dicts, mixed as they may be; never raises."""
    rows: list[Mapping[str, Any]] = []
    unreadable: list[str] = []
    for piece in _pieces(text):
        if isinstance(piece, dict):
            rows.append(piece)
        else:
            unreadable.append(piece)
    return ReadRows(tuple(rows), tuple(unreadable))


def _pieces(text: str) -> Iterator[dict[str, Any] | str]:
    """A row starts a line, for inside one JSON is indented and a repr has no line breaks."""
    at = 0
    while at < len(text):
        piece, end = _json_object(text, at) or _line(text, at)
        if not isinstance(piece, str) or piece.strip():
            yield piece
        at = end + (text[end : end + 1] == "\n")


def _json_object(text: str, at: int) -> tuple[dict[str, Any], int] | None:
    if text[at] != "{":
        return None
    try:
        value, end = json.JSONDecoder().raw_decode(text, at)
    except _UNREADABLE:
        return None
    return value, end


def _line(text: str, at: int) -> tuple[dict[str, Any] | str, int]:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    line = text[at:end]
    value = literal(line) if line.startswith("{") else None
    return (value if isinstance(value, dict) else line), end


def literal(text: str) -> Any:
    """The value of a Python literal, `nan` and `inf` among them; None for any other text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a recorded text warns nobody
            tree = ast.parse(text.strip(), mode="eval")
        return ast.literal_eval(_Floats().visit(tree))
    except _UNREADABLE:
        return None


class _Floats(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in _NO_LITERAL:
            return ast.copy_location(ast.Constant(_NO_LITERAL[node.id]), node)
        return node


def as_recorded(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of today in the form in which Vedana records rows.

    A node as a column becomes its properties and `labels`, one inside a list its properties
    alone, an edge its properties; keys ending in `_embedding` are left out.
    """
    return {name: _column(value) for name, value in row.items()}


def _column(value: Any) -> Any:
    plain = _without_embeddings(value)
    return {**plain, "labels": list(value.labels)} if isinstance(value, Node) else plain


def _without_embeddings(value: Any) -> Any:
    if isinstance(value, Node | Edge):
        return _without_embeddings(value.properties)
    if isinstance(value, Mapping):
        kept = {key: item for key, item in value.items() if not str(key).endswith("_embedding")}
        return {str(key): _without_embeddings(item) for key, item in kept.items()}
    if isinstance(value, list | tuple):
        return [_without_embeddings(item) for item in value]
    return value


def row_key(row: Mapping[str, Any]) -> str:
    """A text that is the same for rows of equal content, whatever the order of keys or labels."""
    return json.dumps(_sorted_labels(row), sort_keys=True, ensure_ascii=False, default=str)


def _sorted_labels(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _with_sorted_labels(value) for name, value in row.items()}


def _with_sorted_labels(value: Any) -> Any:
    labels = value.get("labels") if isinstance(value, Mapping) else None
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        return value
    return {**value, "labels": sorted(labels)}
