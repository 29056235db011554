"""The data model that a deployment runs on, from its `dm_*` tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from ..core.data_model import Anchor, Attribute, DataModel, LifecycleEvent, Link, Prompt, Query
from ..core.protocols import Asks
from ..core.values import Rows
from .whole import whole

Row = Mapping[str, Any]


def data_model(bench: Asks, *, physical_order: bool = False) -> DataModel:
    """The model as it is stored, sorted by key; links of unknown anchors are in it too.

    `physical_order` keeps the order of the tables' rows, as Vedana does: its text description
    and so `dm_id` are those that Vedana would make now. Limits that an attribute leaves open
    are the settings' defaults, 0.8 and 10. Source: Vedana, vedana_core/data_model.py.
    """

    def read(part: str) -> Rows:
        return whole(bench, f"vedana/data_model_{part}", physical_order=physical_order)

    return DataModel(
        anchors=tuple(_anchor(group) for group in _grouped(read("anchors"), "noun")),
        links=tuple(
            _link(group) for group in _grouped(read("links"), "sentence", "anchor1", "anchor2")
        ),
        queries=tuple(Query(r["query_name"], r["query_example"]) for r in read("queries")),
        prompts=tuple(Prompt(r["name"], r["text"]) for r in read("prompts")),
        lifecycle=tuple(LifecycleEvent(r["event"], r["text"]) for r in read("lifecycle")),
    )


def _grouped(rows: Rows, *key: str) -> Iterable[list[Row]]:
    """Runs of rows with one key: the queries keep those of a key together."""
    for _, group in groupby(rows, key=lambda row: [row[name] for name in key]):
        yield list(group)


def _anchor(rows: list[Row]) -> Anchor:
    first = rows[0]
    return Anchor(
        noun=first["noun"],
        description=first["anchor_description"],
        id_example=first["id_example"],
        query=first["anchor_query"],
        attributes=_attributes(rows),
    )


def _link(rows: list[Row]) -> Link:
    first = rows[0]
    return Link(
        anchor_from=first["anchor1"],
        anchor_to=first["anchor2"],
        sentence=first["sentence"],
        description=first["link_description"],
        query=first["link_query"],
        attributes=_attributes(rows),
        has_direction=first["has_direction"],
        anchor_from_link_attr_name=first["anchor1_link_column_name"],
        anchor_to_link_attr_name=first["anchor2_link_column_name"],
    )


def _attributes(rows: list[Row]) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(
            name=row["attribute_name"],
            description=row["attr_description"],
            example=row["data_example"],
            dtype=row["dtype"],
            query=row["attr_query"],
            embeddable=row["embeddable"],
            embed_threshold=row["embed_threshold"],
            embed_top_n=row["embed_top_n"],
        )
        for row in rows
        if row["attribute_name"] is not None
    )
