"""Random graphs and patterns, small enough to be walked by hand."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.velesql.graph.walker import Edge, Graph

LABELS = ("Person", "Painter", "Town")
TYPES = ("MET", "TAUGHT", "IN")
VALUES: tuple[Any, ...] = (1, 2, 1.0, True, "1", None)


def graph(random: Random) -> Graph:
    """Up to seven nodes and eleven edges, with parallel ones and loops; ids in no order."""
    ids = random.sample([*range(1, 30), 2**60, 2**64 - 1], random.randint(1, 7))
    nodes = {id: _payload(random) for id in ids}
    edges = [
        Edge(id, random.choice(ids), random.choice(ids), random.choice(TYPES), _fields(random))
        for id in random.sample(range(100), random.randint(0, 11))
    ]
    return Graph(nodes, edges)


def _payload(random: Random) -> dict[str, Any]:
    labels = random.sample(LABELS, random.randint(0, 2))
    return {**({"_labels": labels} if labels else {}), **_fields(random)}


def _fields(random: Random) -> dict[str, Any]:
    return {name: random.choice(VALUES) for name in "xy" if random.random() < 0.7}


def pattern(random: Random, first: str | None = None) -> str:
    """A chain of up to three relationships; `first` is the alias that it begins with."""
    aliases = ["a", "b", "c", "a"]
    text = _node(random, first or (random.choice(aliases) if random.random() < 0.7 else ""))
    for at in range(random.choice((0, 1, 1, 2, 2, 3))):
        alias = random.choice(aliases) if random.random() < 0.6 else ""
        text += _edge(random, f"e{at}") + _node(random, alias)
    return text


def _node(random: Random, alias: str) -> str:
    labels = "".join(f":{one}" for one in random.sample(LABELS, random.choice((0, 0, 0, 1, 1, 2))))
    return f"({alias}{labels}{_map(random)})"


def _edge(random: Random, alias: str) -> str:
    name = alias if random.random() < 0.4 else ""
    types = "|".join(random.sample(TYPES, random.choice((0, 1, 1, 2))))
    hops = random.choice(("", "", "", "*1..3", "*0..2", "*2", "*..2", "*2..3", "*0..0"))
    inside = f"[{name}{':' if types else ''}{types}{hops}{_map(random)}]"
    before, after = random.choice((("-", "->"), ("<-", "-"), ("-", "-")))
    return f"{before}{inside}{after}"


def _map(random: Random) -> str:
    if random.random() < 0.85:
        return ""
    shown = {None: "NULL", True: "TRUE", "1": "'1'"}
    value = random.choice(VALUES)
    text = shown[value] if value is None or value is True or value == "1" else str(value)
    return f" {{{random.choice('xy')}: {text}}}"
