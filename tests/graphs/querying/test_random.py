"""Rows and their order on the real engine are those of brute force."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphs.projected import projected
from tests.graphs.querying.judge import judged
from tests.graphs.querying.random_run import differing
from tests.graphs.querying.random_specs import OPS, VALUES, plain
from workbench.core.property_graph.records import NodeRecord
from workbench.graphs.querying import answer


@pytest.mark.parametrize("seed", range(8))
def test_random_specs_are_answered_as_by_brute_force_in_both_orders(graph: Any, seed: int) -> None:
    assert list(differing(graph, seed, 40)) == []


@pytest.mark.parametrize("numbers", ["typed", "coerced"])
def test_every_operator_judges_every_pair_of_values(graph: Any, numbers: Any) -> None:
    nodes = [NodeRecord(id, f"x{id}", (), {"v": value}) for id, value in enumerate(VALUES)]
    held, dicts = projected(graph, nodes, []), plain(nodes, [])
    for op in OPS:
        values: tuple[Any, ...] = VALUES if op != "contains" else ("", "x", "\u0301", "`); //")
        for value in values:
            given: Any = [value, 2] if op == "in" else value
            told: Any = {"property": "v", "op": op, "value": given}
            spec: Any = {"match": [{"node": "n", "where": [told]}]}
            wanted = judged(spec, *dicts, order="ids", numbers=numbers)
            assert answer(spec, held.state, held, numbers=numbers) == wanted, told
