"""One bench for this folder's tests, and a shell with the magics for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import workbench as wb
from tests.lore.small_bench import small_bench
from workbench.widgets.query.widget import QueryResult


@pytest.fixture(scope="package")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wb.Bench]:
    """Two people in the graph; a table `city` with a NULL in it."""
    with small_bench(tmp_path_factory.mktemp("magics")) as opened:
        opened.relational.write(
            "CREATE TABLE city (id text PRIMARY KEY, people int);"
            "INSERT INTO city VALUES ('a', 1), ('b', 20), ('c', NULL);"
        )
        yield opened


@pytest.fixture
def shell(
    bench: wb.Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InteractiveShell]:
    """A shell whose namespace holds `bench` and nothing else, the extension loaded."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config({"HistoryManager": {"enabled": False}})
    made = InteractiveShell.instance(config=config, user_ns={"bench": bench})
    made.run_line_magic("load_ext", "workbench")
    yield made
    InteractiveShell.clear_instance()


@pytest.fixture
def ran(shell: InteractiveShell) -> Callable[[str], QueryResult]:
    """Runs a cell that must succeed; what it returned."""

    def run(cell: str) -> Any:
        done = shell.run_cell(cell)
        done.raise_error()
        return done.result

    return run


@pytest.fixture
def failed(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], tuple[BaseException, str]]:
    """Runs a cell that must fail: the error, and what the notebook shows of it."""

    def run(cell: str) -> tuple[BaseException, str]:
        capsys.readouterr()
        error = shell.run_cell(cell).error_in_exec
        assert error is not None
        told = capsys.readouterr()
        return error, told.out + told.err

    return run
