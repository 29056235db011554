"""Searches of a database that TongGraph wrote, with TongGraph's own answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import SHARED
from workbench.etl.tonggraph.reading import read
from workbench.graphs.searching.context import retrieve_context
from workbench.graphs.searching.text_search import search_text
from workbench.graphs.searching.vector_search import search_vector, search_vectors
from workbench.graphs.state import State
from workbench.graphs.state.modelled import state_of_model
from workbench.stores.tonggraph.file import read_file

FOLDER = SHARED / "data" / "tonggraph"
NAME = "tonggraph-0.2.0a1"
POSITIONAL = {"search_text": ("name", "query", "mode"), "search_vector": ("name", "query_vector"),
              "search_vectors": ("name", "query_vectors")}  # fmt: skip
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared TongGraph files are not beside this checkout"
)


def calls() -> list[dict[str, Any]]:
    if not FOLDER.is_dir():
        return []
    told = json.loads((FOLDER / f"{NAME}.expected.json").read_text())["calls"]
    return [call for call in told if call["do"] in (*POSITIONAL, "retrieve_context")]


def options(call: dict[str, Any]) -> dict[str, Any]:
    given = call["args"]
    if isinstance(given, list):
        return dict(zip(POSITIONAL[call["do"]], given, strict=False))
    return {"name" if key == "index_name" else key: value for key, value in given.items()}


def rows(state: State, call: dict[str, Any]) -> list[Any]:
    match call["do"]:
        case "search_text":
            return [h.row() for h in search_text(state, ranking="simple", **options(call))]
        case "search_vector":
            return [h.row() for h in search_vector(state, **options(call))]
        case "search_vectors":
            return [[h.row() for h in hits] for hits in search_vectors(state, **options(call))]
        case _:
            found = [h.row() for h in retrieve_context(state, compat=True, **options(call))]
            return [row | {"record": {"$node": row["record"].id}} for row in found]


@pytest.fixture(scope="module")
def state() -> State:
    return state_of_model(read(read_file(FOLDER / f"{NAME}.db")).model)


@pytest.mark.parametrize("call", calls(), ids=lambda call: f"{call['do']} {call['args']}"[:60])
def test_a_search_gives_the_originals_rows(state: State, call: dict[str, Any]) -> None:
    found, expected = rows(state, call), call["expect"]
    assert _without_scores(found) == _without_scores(expected)
    assert _scores(found) == pytest.approx(_scores(expected), rel=1e-12, abs=1e-15)


def _flat(found: list[Any]) -> list[dict[str, Any]]:
    return [row for one in found for row in (one if isinstance(one, list) else [one])]


def _scores(found: list[Any]) -> list[float]:
    own = [row["score"] for row in _flat(found)]
    return own + [s for row in _flat(found) for s in row.get("source_scores", {}).values()]


def _without_scores(found: list[Any]) -> list[dict[str, Any]]:
    numbers = ("score", "source_scores")
    return [{key: row[key] for key in row if key not in numbers} for row in _flat(found)]
