"""A bench with a graph `g` in it, and a file that can be read beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import workbench as wb
from tests.graphs.system.kill import prepare
from workbench.bench.bench import Bench


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("system") / "bench"
    prepare(folder)
    return folder


@pytest.fixture(scope="module")
def bench(folder: Path) -> Iterator[Bench]:
    with wb.open(folder) as found:
        yield found
        found.stop()
