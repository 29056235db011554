"""TongGraph's own answers to structured queries, and to those on its two real databases."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.graphs.projected import Projected, projected
from workbench.core.errors import BadParameters
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.graphs.querying import answer, query_nl

FOLDER = SHARED / "data" / "tonggraph"
CASES = ("ql-filters", "ql-operators", "ql-path-rows")
VERSIONS = ("0.1.0", "0.2.0a1")

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared TongGraph fixtures are not beside this checkout"
)


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def steps(case: str) -> list[dict[str, Any]]:
    (found,) = (one for one in read(FOLDER / "cases.json")["cases"] if one["id"] == case)
    return list(found["steps"])


def arguments(told: list[dict[str, Any]], call: str) -> list[dict[str, Any]]:
    return [step["args"] for step in told if step["do"] == call]


def built(graph: Any, told: list[dict[str, Any]]) -> Projected:
    nodes = [NodeRecord(id, **given) for id, given in enumerate(arguments(told, "add_node"))]
    edges = [EdgeRecord(id, **given) for id, given in enumerate(arguments(told, "add_edge"))]
    return projected(graph, nodes, edges)


def opened(graph: Any, told: dict[str, Any]) -> Projected:
    nodes = [
        NodeRecord(int(id), **{**one, "labels": tuple(one["labels"])})
        for id, one in told["nodes"].items()
    ]
    return projected(graph, nodes, [EdgeRecord(int(id), **e) for id, e in told["edges"].items()])


@pytest.mark.parametrize("case", CASES)
def test_a_case_of_the_structured_query_gives_tonggraphs_rows(graph: Any, case: str) -> None:
    told = steps(case)
    held = built(graph, told)
    queries = [step for step in told if step["do"] == "query"]
    assert queries
    for step in queries:
        found = answer(step["args"]["spec"], held.state, held, order="anchor")
        assert found == step["expect"], step


def test_a_question_is_answered_by_the_spec_that_a_compiler_makes_of_it(graph: Any) -> None:
    told = steps("ql-filters")
    held = built(graph, told)
    asks = partial(answer, state=held.state, asks=held)
    good, bad = (step for step in told if step["do"] == "query_nl")
    assert query_nl("?", lambda *_: good["args"]["returns"], asks) == good["expect"]
    with pytest.raises(BadParameters, match=bad["raises"]["contains"]):
        query_nl("?", lambda *_: bad["args"]["returns"], asks)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_real_database_gives_tonggraphs_rows(graph: Any, version: str) -> None:
    told = read(FOLDER / f"tonggraph-{version}.expected.json")
    held = opened(graph, told)
    queries = [step for step in told["calls"] if step["do"] == "query"]
    assert len(queries) == 3
    for step in queries:
        found = answer(step["args"]["spec"], held.state, held, order="anchor")
        assert found == step["expect"], step
