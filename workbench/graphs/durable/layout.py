"""How each kind of record lies in its table, and what is said to the table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from ...core.errors import BadInput
from ...core.property_graph.plain import KINDS, Kind, plain

_CHANGE = """
WITH before AS (
  SELECT {key}, {told} FROM {table} WHERE graph = $graph AND {key} = ANY($touched::{key_type}[])
), gone AS (
  DELETE FROM {table} WHERE graph = $graph AND {key} = ANY($dropped::{key_type}[])
), put AS (
  INSERT INTO {table} (graph, {key}, {columns})
  SELECT $graph, given.* FROM unnest($keys::{key_type}[], {given}) AS given
  ON CONFLICT (graph, {key}) DO UPDATE SET {changed}
)
SELECT * FROM before
"""
_REMOVE = """
DELETE FROM {table} WHERE graph = $graph AND {key} = ANY($touched::{key_type}[])
RETURNING {key}, {told}
"""
_COLUMNS = {
    "nodes": "external_id text, labels json, properties json",
    "edges": "source bigint, target bigint, edge_type text, properties json",
    "text_indexes": "target text, properties json, tokenizer text, fold boolean, bigrams boolean",
    "vector_indexes": "target text, dimensions bigint, metric text, model text, model_version text",
    "variables": "domain text, states json, owner_id bigint, prior json, posterior json",
    "factors": "input_variables json, output_variables json, function text, parameters json, "
    "table:weights json",
    "evidence": "variable_id bigint, payload json, likelihood json",
    "traces": "payload json",
    "posteriors": "values:beliefs json, inputs json",
}
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=plain
)
_SCALARS = frozenset({str, int, float, bool})
_quickly = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True)
class Layout:
    """The table of one kind of record; `columns` are (field, column, type) beside the key."""

    kind: Kind
    key_type: str
    columns: tuple[tuple[str, str, str], ...]

    @property
    def table(self) -> str:
        return f"tong_{self.kind.name}"

    @property
    def key(self) -> str:
        return self.kind.key

    @cached_property
    def change(self) -> str:
        """Removes `$dropped` and stores `$keys`; the rows of `$touched` as they were before."""
        return _CHANGE.format(
            table=self.table,
            key=self.key,
            key_type=self.key_type,
            told=self.told,
            columns=", ".join(column for _, column, _ in self.columns),
            given=", ".join(f"${column}::{type}[]" for _, column, type in self.columns),
            changed=", ".join(f"{column} = excluded.{column}" for _, column, _ in self.columns),
        )

    @cached_property
    def remove(self) -> str:
        """Removes `$touched`; its rows as they were."""
        return _REMOVE.format(
            table=self.table, key=self.key, key_type=self.key_type, told=self.told
        )

    @cached_property
    def told(self) -> str:
        """The columns as they are read: JSON as its text."""
        return ", ".join(
            f"{column}::text AS {column}" if type == "json" else column
            for _, column, type in self.columns
        )

    def given(self, records: Sequence[Any]) -> dict[str, list[Any]]:
        """The columns of records, JSON as its text."""
        return {
            column: _cells([getattr(record, field) for record in records], type)
            for field, column, type in self.columns
        }

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        """A record's values, of a row of `told` without its key."""
        return {
            field: json.loads(cell) if type == "json" and cell is not None else cell
            for (field, _, type), cell in zip(self.columns, row, strict=True)
        }

    def keys(self, given: Iterable[str]) -> list[Any]:
        """Keys of JSON objects, as the records have them."""
        return [int(key) for key in given] if self.key_type == "bigint" else list(given)


def said(value: Any) -> str:
    """A value as one line of JSON that gives it back; BadInput for NaN and the infinities."""
    try:
        return _ENCODER.encode(value)
    except ValueError as error:
        raise BadInput(
            f"expected text, booleans, integers and finite numbers, found {value!r:.200}: {error}"
        ) from error


def _cells(values: list[Any], type: str) -> list[Any]:
    if type != "json":
        return values
    return [None if value is None else _said(value) for value in values]


def _said(value: Any) -> str:
    """The same as `said`; properties and lists of texts in a third of the time."""
    given = value.values() if type(value) is dict else value if type(value) is tuple else (None,)
    if not _SCALARS.issuperset(map(type, given)):
        return said(value)
    try:
        text = _quickly(value).decode()
    except (TypeError, ValueError, OverflowError):
        return said(value)
    return said(value) if "null" in text else text  # which stands for NaN and the infinities


def _layout(kind: Kind, columns: str) -> Layout:
    split = []
    for one in columns.split(", "):
        name, type = one.split()
        field, _, column = name.partition(":")
        split.append((field, column or field, type))
    return Layout(kind, "text" if kind.key == "name" else "bigint", tuple(split))


LAYOUTS: Mapping[str, Layout] = {
    name: _layout(KINDS[name], columns) for name, columns in _COLUMNS.items()
}
