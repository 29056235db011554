"""Every action on every kind of graph, by the cases that the browser's twin is held to as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.values import Edge, Node
from workbench.widgets.graph.code import lines
from workbench.widgets.graph.model import Look, reduce
from workbench.widgets.graph.scales import Legend
from workbench.widgets.scene import colours
from workbench.widgets.scene.placement import LAYOUTS
from workbench.widgets.scene.scene import Scene

CASES = json.loads((Path(__file__).parents[1] / "cases" / "looks.json").read_text())


def scene_of(told: dict[str, Any]) -> Scene:
    nodes = {n["id"]: Node(n["id"], tuple(n["labels"]), n["properties"]) for n in told["nodes"]}
    edges = tuple(
        Edge(e["source"], e["type"], e["target"], e["properties"], id=e["id"])
        for e in told["edges"]
    )
    places = {name: np.zeros((len(nodes), 2)) for name in told.get("layouts", LAYOUTS)}
    added = [{x["id"]: x["added"] for x in told[of] if "added" in x} for of in ("nodes", "edges")]
    return Scene(nodes, edges, places, *added)


def slot(colour: str) -> int | str:
    """A colour as the cases tell it: which of the eight, or grey, or itself."""
    if colour in colours.CATEGORICAL:
        return colours.CATEGORICAL.index(colour)
    return "grey" if colour == colours.OTHER else colour


def legend(of: Legend) -> dict[str, Any]:
    told: dict[str, Any] = {"by": of.by, "kind": of.kind}
    if of.kind == "kinds":
        told["entries"] = [[e.label, slot(e.colour), e.nodes] for e in of.entries]
    if of.kind == "scale":
        missing = sum(entry.nodes for entry in of.entries)
        told |= {"low": of.low, "high": of.high, "missing": missing}
    return told


def seen(look: Look) -> dict[str, Any]:
    return {
        "nodes": list(look.nodes),
        "edges": list(look.edges),
        "colours": {node: slot(colour) for node, colour in look.colours.items()},
        "edge_colours": dict(look.edge_colours),
        "legend": legend(look.colour_legend),
        "pinned": {node: list(at) for node, at in look.pinned.items()},
        "layout": look.layout,
        "seed": look.seed,
        "focus": look.focus and {"ids": list(look.focus.ids), "hops": look.focus.hops},
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_is_seen_as_expected(case: dict[str, Any]) -> None:
    look = reduce(scene_of(case["scene"]), case["actions"], case.get("settings"))

    expected = dict(case["expect"])
    sizes, shades = expected.pop("sizes", None), expected.pop("shades", None)
    told = {**seen(look), "code": lines(case["actions"])}
    assert {name: told[name] for name in expected} == expected
    if sizes is not None:
        assert dict(look.sizes) == pytest.approx(sizes)
    if shades is not None:
        shown = {
            n: colours.OTHER if t is None else colours.sequential(t) for n, t in shades.items()
        }
        assert dict(look.colours) == shown


def test_names_of_cases_are_distinct() -> None:
    names = [case["name"] for case in CASES]

    assert len(names) == len(set(names)) >= 40
