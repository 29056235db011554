"""What the engine says of its two real files, asked of ours after we read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.conformance.runner import FOLDER, Run, noted
from tests.graphs.opened import Opened, opened
from workbench.etl.tonggraph.reading import read
from workbench.stores.tonggraph.file import read_file

VERSIONS = ("0.1.0", "0.2.0a1")
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared TongGraph files are not beside this checkout"
)


@pytest.fixture(scope="module")
def place(servers: Any) -> Iterator[Opened]:
    with opened(servers) as found:
        yield found


@pytest.fixture(scope="module", params=VERSIONS)
def file(request: pytest.FixtureRequest, place: Opened) -> Iterator[tuple[Run, dict[str, Any]]]:
    version = request.param
    model = read(read_file(FOLDER / f"tonggraph-{version}.db")).model
    place.graphs.make(version, model).close()
    expected = json.loads((FOLDER / f"tonggraph-{version}.expected.json").read_text())
    run = Run(place.graphs, version)
    yield run, expected
    run.close()


def test_every_call_gives_the_engines_answer(file: tuple[Run, dict[str, Any]]) -> None:
    run, expected = file
    for step in expected["calls"]:
        with noted(str(step)):
            run.step(_as_ours(step))


def _as_ours(step: dict[str, Any]) -> dict[str, Any]:
    if step["do"] != "stats":
        return step
    told = {k: v for k, v in step["expect"].items() if k not in ("persistence_mode", "segment")}
    return {"do": "stats", "expect_subset": told}
