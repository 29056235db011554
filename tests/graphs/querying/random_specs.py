"""Random multigraphs and random specs over them, hard ones: names and values of every kind."""

from __future__ import annotations

import random
from typing import Any

from workbench.core.property_graph.records import EdgeRecord, NodeRecord, Scalar

KEYS = ("n", "external_id", "a.b", "back`tick", "WHERE", "$p0", "名", "tail\\u0060x", "in", "@x")
LABELS = ("P", "Größe", "a`b", "match n", "x.y", "back\\slash")
TYPES = ("K", "KNOWS`", "类 型", "RETURN", "t\\u0060")
NUMBERS = (0, 1, 2, -1, 1.0, 0.0, -0.0, 2.5, 2**53, 2**53 + 1, float(2**53), 2**63 - 1, -(2**63))
OTHERS = (
    float(2**63),
    1e300,
    True,
    False,
    "",
    "1",
    "x",
    "X",
    "é",
    "e\u0301",
    "`); //",
    "😀x",
    "x\n",
)
VALUES: tuple[Scalar, ...] = (*NUMBERS, *OTHERS)
COMMON = (1, 1.0, "x", True, 2)  # so that filters match now and then
OPS = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "contains")

Record = dict[str, Any]


def random_records(roll: random.Random) -> tuple[list[NodeRecord], list[EdgeRecord]]:
    """Up to 9 nodes and 20 edges, with holes in their ids, loops and parallel edges."""
    ids = sorted(roll.sample(range(14), roll.randint(2, 9)))
    nodes = [NodeRecord(id, f"x{id}", _labels(roll), _properties(roll)) for id in ids]
    edge_ids = sorted(roll.sample(range(25), roll.randint(2, 20)))
    edges = [
        EdgeRecord(id, roll.choice(ids), roll.choice(ids), roll.choice(TYPES), _properties(roll))
        for id in edge_ids
    ]
    return nodes, edges


def plain(nodes: list[NodeRecord], edges: list[EdgeRecord]) -> tuple[list[Record], list[Record]]:
    """The records as the dicts that the judge reads."""
    dicts = [
        {
            "id": node.id,
            "external_id": node.external_id,
            "labels": list(node.labels),
            "properties": dict(node.properties),
        }
        for node in nodes
    ]
    others = [
        {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "type": edge.edge_type,
            "properties": dict(edge.properties),
        }
        for edge in edges
    ]
    return dicts, others


def random_spec(roll: random.Random) -> Record:
    """A path of up to three hops."""
    hops = roll.choice((0, 0, 1, 1, 1, 2, 2, 3))
    match: list[Record] = [_node(roll)]
    for _ in range(hops):
        match += [_edge(roll), _node(roll)]
    spec: Record = {"match": match}
    if roll.random() < 0.3:
        spec["limit"] = roll.choice((0, 1, 2, 3, 7, 2**40))
    aliases = sorted({alias for p in match if (alias := p.get("node", p.get("edge")))})
    if roll.random() < 0.3:
        spec["return"] = roll.sample(aliases, roll.randint(0, len(aliases)))
    return spec


def _node(roll: random.Random) -> Record:
    pattern: Record = {"node": roll.choice(("a", "b", "c", "d", "e", "f", "back`tick", "n0", "e1"))}
    if roll.random() < 0.07:
        pattern["id"] = roll.choice((*range(14), 2**63, 2**64))
    if roll.random() < 0.07:
        pattern["external_id"] = f"x{roll.randrange(14)}"
    if roll.random() < 0.2:
        pattern["labels"] = roll.choices(
            (*LABELS, "P", "P", "P", "Nobody", "TongNode"), k=roll.choice((1, 2))
        )
    return pattern | _conditions(roll)


def _edge(roll: random.Random) -> Record:
    pattern: Record = {}
    if roll.random() < 0.6:
        pattern["edge"] = roll.choice(("r", "s", "t", "u", "e0"))
    if roll.random() < 0.05:
        pattern["id"] = roll.randrange(25)
    if roll.random() < 0.25:
        pattern["type"] = roll.choice((*TYPES, "K", "P"))
    if roll.random() < 0.6:
        pattern["direction"] = roll.choice(("out", "in", "both", "outgoing", "incoming", "all"))
    return pattern | _conditions(roll)


def _conditions(roll: random.Random) -> Record:
    given: Record = {}
    if roll.random() < 0.1:
        given["properties"] = {_key(roll): _value(roll)}
    if roll.random() < 0.2:
        given["where"] = [_filter(roll) for _ in range(roll.choice((1, 1, 2)))]
    return given


def _filter(roll: random.Random) -> Record:
    op = roll.choice(OPS)
    value: Any = _value(roll)
    if op == "in":
        value = [_value(roll) for _ in range(roll.randrange(5))]
    if op == "contains":
        value = roll.choice(("", "x", "X", "é", "`", "1"))
    return {"property": _key(roll), "op": op, "value": value}


def _key(roll: random.Random) -> str:
    return "n" if roll.random() < 0.7 else roll.choice((*KEYS, "tong_id", "tong_labels", "@rid"))


def _value(roll: random.Random) -> Any:
    return roll.choice(COMMON if roll.random() < 0.5 else VALUES)


def _labels(roll: random.Random) -> tuple[str, ...]:
    return tuple(roll.choices((*LABELS, "P", "P", "P"), k=roll.choice((0, 1, 1, 2))))


def _properties(roll: random.Random) -> Record:
    given = {"n": _value(roll)} if roll.random() < 0.8 else {}
    return given | {roll.choice(KEYS): _value(roll) for _ in range(roll.randrange(4))}
