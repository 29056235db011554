"""Seeded random worlds of planes, and what plain search says about them."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import networkx as nx

from workbench.core.lore import EdgeRecord, Ontology, ontology_of
from workbench.core.time import Chronology, eras_of

ERAS = eras_of(
    {
        "axes": [
            {"id": "tide", "months_per_year": 13, "days_per_month": 28},
            {"id": "page", "months_per_year": 8, "days_per_month": 40},
        ],
        "eras": [
            {"id": "ebb", "axis": "tide", "parent": None, "order": 1, "length_years": 60},
            {"id": "ebb.lost", "axis": "tide", "parent": "ebb", "numbering": "own"},
            {"id": "bell", "axis": "tide", "parent": None, "order": 2, "open_end": True},
            {"id": "nights", "axis": "tide", "parent": None, "order": None},
            {"id": "draft", "axis": "page", "parent": None, "order": 1},
        ],
    }
)
CLOCK = Chronology(ERAS, events={"evt_turn": "bell.year_20"}, current="bell.year_25")
TIMES = (
    [f"ebb.year_{n}" for n in (1, 30, 60)]
    + [f"bell.year_{n}" for n in range(1, 50, 3)]
    + ["bell.year_20.month_3", "bell.year_20.month_3.day_9", "bell.event_evt_turn", "ebb", "bell"]
    + ["ebb.lost", "ebb.lost.year_3", "nights.year_2", "draft.year_7", "bell.month_4"]
    + ["bell.year_20.month_14", "no time", "other.year_3", "current"]
)
TYPES = ("GATE", "BORDER", "FLOOR")


def registry(**changes: Any) -> Ontology:
    planes = {"from": ["Plane"], "to": ["Plane"]}
    return ontology_of(
        {
            "plane_relation_types": [
                {"type": "GATE", "travel": True, "default_direction": "forward", **planes},
                {"type": "BORDER", "travel": True, "symmetric": True, **planes},
                {"type": "FLOOR", "travel": True, "default_cost": 0.5, **planes},
                {"type": "MIRROR", "travel": False, "inverse": "MIRRORED_BY", **planes},
                *([{**planes, **changes}] if changes else ()),
            ]
        }
    )


def edge(id: str, type: str, tail: str, head: str, **held: Any) -> EdgeRecord:
    return EdgeRecord.of(type, tail, head, {"edge_id": id, **held}, "native")


def random_edges(seed: int, planes: int, edges: int) -> list[EdgeRecord]:
    """Edges of all travelled types, most of them dated, some one-way, some of odd cost."""
    dice = random.Random(seed)
    found = []
    for at in range(edges):
        held: dict[str, Any] = {"valid_from": None, "valid_until": None}
        for bound in ("valid_from", "valid_until"):
            if dice.random() < 0.6:
                held[bound] = dice.choice(TIMES[:-1])
        if dice.random() < 0.5:
            held["cost"] = dice.choice([0, 0.1, 0.2, 0.3, 1, 2, 2.5])
        if dice.random() < 0.4:
            held["direction"] = dice.choice(["both", "forward", "backward"])
        ends = (f"pln_{dice.randrange(planes):04}" for _ in (0, 1))
        found.append(edge(f"rel_{at:05}", dice.choice(TYPES), *ends, **held))
    return found


def plain_graph(edges: list[EdgeRecord], at_time: str, *, perhaps: bool = False) -> Any:
    """The open legs (or those that may be), each decided by the chronology alone."""
    graph = nx.MultiDiGraph()
    for one in edges:
        graph.add_nodes_from((one.from_id, one.to_id))
        held = CLOCK.time_in_window(at_time, one.valid_from, one.valid_until)
        if not (holds := held.possible if perhaps else held.value):
            continue
        default = "forward" if one.type == "GATE" else "both"
        direction = one.props.get("direction", default)
        cost = one.props.get("cost", 0.5 if one.type == "FLOOR" else 1)
        thousandths = round(1000 * cost)
        if holds and direction != "backward":
            graph.add_edge(one.from_id, one.to_id, one.edge_id, cost=thousandths)
        if holds and direction != "forward":
            graph.add_edge(one.to_id, one.from_id, one.edge_id, cost=thousandths)
    return graph


def every_simple_way(graph: Any, start: str, goal: str) -> list[tuple[Any, ...]]:
    """All ways that pass no plane twice, as (cost, legs, planes, edge ids), sorted."""
    found = []
    for way in nx.all_simple_edge_paths(graph, start, goal):
        cost = sum(graph.edges[leg]["cost"] for leg in way)
        planes = (start, *(head for _, head, _ in way))
        assert all(a != b for a, b in pairwise(planes))
        found.append((cost, len(way), planes, tuple(edge for _, _, edge in way)))
    return sorted(found)
