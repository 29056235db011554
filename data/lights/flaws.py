"""Finds what is wrong with the sources; the card lists the same, with the reasons.

`python -m data.lights.flaws` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .build import layout
from .world import NOUNS, Row, read, table


class Flaw(NamedTuple):
    """What is wrong, in which table, and the row id or the column at fault."""

    what: str
    table: str
    where: str


def flaws() -> list[Flaw]:
    found = []
    for name, columns in layout()["data"].items():
        rows = table(name)
        undeclared = [c.name for c in columns if c.name not in _declared(name)]
        found += [Flaw("undeclared column", name, column) for column in undeclared]
        wrong = _wrong_links(rows) if name.startswith("Link_") else _wrong_nodes(rows)
        found += [Flaw(what, name, rows[at].get("id", str(at + 1))) for what, at in wrong]
    return found


def _declared(name: str) -> set[str]:
    """The columns of a data table of which the model knows."""
    if name.startswith("Link_"):
        label = table(name)[0]["edge_label"]
        attributes = [a for a in table("Link_attributes") if a["link"] == label]
        return {"from_node_id", "to_node_id", "edge_label"} | _named(attributes)
    noun = name.removeprefix("Anchor_")
    attributes = [a for a in table("Anchor_attributes") if a["anchor"] == noun]
    referring = {
        link[f"{side}_link_column_name"]
        for link in table("Links")
        for side in ("anchor1", "anchor2")
        if link[side] == noun
    }
    return {f"{noun}_id"} | _named(attributes) | referring


def _named(attributes: list[Row]) -> set[str]:
    return {attribute["attribute_name"] for attribute in attributes}


def _wrong_nodes(rows: list[Row]) -> Iterator[tuple[str, int]]:
    seen = set[str]()
    for at, row in enumerate(rows):
        key = next(cell for column, cell in row.items() if column.endswith("_id"))
        if not any(row.values()):
            yield "blank row", at
        elif key in seen:
            yield "duplicate id", at
        if any(cell.startswith("#") for cell in row.values()):
            yield "error cell", at
        seen.add(key)


def _wrong_links(rows: list[Row]) -> Iterator[tuple[str, int]]:
    labels = {link["sentence"] for link in table("Links")}
    world = read()
    known = {key for noun in NOUNS for key in getattr(world, noun)}
    seen = set[tuple[str, str]]()
    for at, row in enumerate(rows):
        ends = row["from_node_id"], row["to_node_id"]
        if row["edge_label"] not in labels:
            yield "unknown label", at
        if not known.issuperset(ends):
            yield "missing node", at
        if ends in seen:
            yield "duplicate link", at
        seen.add(ends)


if __name__ == "__main__":
    for flaw in flaws():
        print(*flaw)
