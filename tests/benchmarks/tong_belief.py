"""Beliefs of a graph that is open in a bench, beside inference over its records alone.

The difference is what `PropertyGraph.belief_propagation` does around it: whether others have
changed the graph, which part of it is active, what is observed, beliefs by names of states.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import workbench as wb
from tests.inference import models
from workbench.bench.bench import Bench
from workbench.core.property_graph.change import Model
from workbench.inference.answers import beliefs

from .inference import binary_model
from .measure import Figure, seconds

_ROUNDS = 3
_CHAIN, _TREE, _SIDE = 400, 100_000, 100
_LOOPY: Mapping[str, Any] = {"method": "loopy", "tolerance": 1e-6}


def figures(folder: Path) -> list[Figure]:
    random, side = Random(8), range(_SIDE * _SIDE)
    chain = binary_model(_CHAIN, [(n, n + 1) for n in range(_CHAIN - 1)], random)
    tree = binary_model(_TREE, [(random.randrange(n), n) for n in range(1, _TREE)], random)
    across = [(n, n + 1) for n in side if (n + 1) % _SIDE]
    grid = binary_model(len(side), [*across, *((n, n + _SIDE) for n in side[:-_SIDE])], random)
    with wb.open(folder / "belief", linger=0.0) as bench:
        return [
            _asked(bench, f"{_CHAIN}-variable chain, exact", chain, 0.05),
            _asked(bench, f"{_TREE:,}-variable tree, exact", tree, 5),
            _asked(bench, f"grid {_SIDE} x {_SIDE}, loopy to 1e-6", grid, 20, **_LOOPY),
        ]


def _asked(bench: Bench, what: str, model: models.Model, most: float, **options: Any) -> Figure:
    given = Model(variables=model.variables, factors=model.factors)
    seen = model.evidence
    with bench.property_graphs._graphs.make(what, given) as graph:
        ours, alone = [], []
        for _ in range(_ROUNDS):
            ours.append(seconds(lambda: graph.belief_propagation(None, seen, **options)))
            alone.append(seconds(lambda: beliefs(model.network, None, seen, **options)))
        found = graph.belief_propagation(None, seen, **options)
    took, bound = min(ours), min(alone)
    return Figure(
        f"belief_propagation of a {what}",
        f"{took * 1e3:.0f} ms",
        f"inference alone, of records at hand {bound * 1e3:.0f} ms ({took / bound:.2f} x)",
        f"<= {most:g} s, {'converged' if options else 'exact'}",
        took <= most and (found.converged if options else found.exact),
    )
