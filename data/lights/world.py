"""The sources as plain values: nodes by id and links, every cell as text."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
Row = dict[str, str]

NOUNS = ("island", "lighthouse", "keeper", "ship", "optic")
LINKS = {
    "served": "Link_keeper_served_at_lighthouse",
    "went_out": "Link_keeper_ship",
    "wrecked": "Link_ship_wrecked_near_lighthouse",
    "guided": "Link_ship_guided_by_lighthouse",
    "in_sight": "Link_lighthouse_in_sight_of_lighthouse",
}


class World(NamedTuple):
    """Nodes by id, links in the order of their files."""

    island: dict[str, Row]
    lighthouse: dict[str, Row]
    keeper: dict[str, Row]
    ship: dict[str, Row]
    optic: dict[str, Row]
    served: list[Row]
    went_out: list[Row]
    wrecked: list[Row]
    guided: list[Row]
    in_sight: list[Row]


def read(*, flawed: bool = False) -> World:
    """The data without the rows that the card lists as flawed, or `flawed`: with all of them."""
    nodes = {noun: _nodes(noun, flawed=flawed) for noun in NOUNS}
    known = {key for kind in nodes.values() for key in kind}
    links = {name: table(file) for name, file in LINKS.items()}
    if not flawed:
        links = {name: _sound(rows, known) for name, rows in links.items()}
    parts: dict[str, Any] = {**nodes, **links}
    return World(**parts)


def table(name: str) -> list[Row]:
    with (HERE / "source" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _nodes(noun: str, *, flawed: bool) -> dict[str, Row]:
    rows = table(f"Anchor_{noun}")
    ordered = rows if flawed else rows[::-1]  # of two rows with one id, the first is the sound one
    return {row[f"{noun}_id"]: row for row in ordered if flawed or row[f"{noun}_id"]}


def _sound(links: list[Row], known: set[str]) -> list[Row]:
    """Links between known nodes with the label of most of their table, each pair once."""
    label = Counter(row["edge_label"] for row in links).most_common(1)[0][0]
    pairs: dict[tuple[str, str], Row] = {}
    for row in links:
        ends = row["from_node_id"], row["to_node_id"]
        if row["edge_label"] == label and known.issuperset(ends):
            pairs.setdefault(ends, row)
    return list(pairs.values())


def items(cell: str) -> list[str]:
    """The items of a list cell."""
    return [item.strip() for item in cell.split(";") if item.strip()]
