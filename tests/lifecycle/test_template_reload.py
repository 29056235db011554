"""A template dropped into one process is a tool in another that was open before."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import IO, cast

import pytest

import workbench as wb
from tests.core.template_files import TEMPLATE
from tests.processes import kill_family
from workbench.core.values import Node
from workbench.stores.local.bench_servers import BenchServers
from workbench.tools import lore

# Calls a tool each time it is told to, and says what came back; its bench is opened once.
_USER = """
import sys
import workbench as wb
from workbench.core.errors import WorkbenchError
bench = wb.open(sys.argv[1])
tools = bench.templates()
for line in sys.stdin:
    try:
        found = tools.call("quiet_errand.get_mission", id=line.strip()).column("name")
    except WorkbenchError as error:
        found = type(error).__name__
    print(found, flush=True)
"""


class Other:
    """Another process with the bench open; `ask` is one call of its tool."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _USER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, mission: str = "MSN-001") -> str:
        cast(IO[str], self.process.stdin).write(f"{mission}\n")
        cast(IO[str], self.process.stdin).flush()
        return cast(IO[str], self.process.stdout).readline().strip()


@contextmanager
def another(folder: Path) -> Iterator[Other]:
    other = Other(folder)
    try:
        yield other
    finally:
        other.process.kill()
        other.process.communicate()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wb.Bench]:
    with wb.open(tmp_path_factory.mktemp("reload") / "b", linger=0.2) as opened:
        errand = {"type": "QuietErrand", "name": "The Lamp Tax Refund"}
        opened.graph.put([Node("MSN-001", ("DomainEntity",), errand)])
        (opened.folder / "templates").mkdir()
        yield opened


@pytest.fixture
def file(bench: wb.Bench) -> Iterator[Path]:
    """Where the one file goes; the bench has no templates before and after."""
    place = bench.folder / "templates" / "quiet_errand.yaml"
    yield place
    place.unlink(missing_ok=True)
    lore.reload_templates(bench)


def test_one_yaml_file_brings_a_tool_to_a_process_that_is_open(bench: wb.Bench, file: Path) -> None:
    with another(bench.folder) as other:
        assert other.ask() == "QueryNotFound"
        file.write_text(TEMPLATE)
        assert lore.reload_templates(bench).column("added") == [["quiet_errand"]]
        assert other.ask() == "['The Lamp Tax Refund']"
        assert other.ask("MSN-002") == "[]"
        assert bench.templates().call("quiet_errand.get_mission", id="MSN-001").column("name") == [
            "The Lamp Tax Refund"
        ]
        pid = other.process.pid
        file.unlink()
        lore.reload_templates(bench)
        assert other.ask() == "QueryNotFound"
        assert other.process.pid == pid
        assert other.process.poll() is None


def test_a_changed_text_is_what_the_other_process_asks_next(bench: wb.Bench, file: Path) -> None:
    file.write_text(TEMPLATE)
    lore.reload_templates(bench)
    with another(bench.folder) as other:
        assert other.ask() == "['The Lamp Tax Refund']"
        file.write_text(TEMPLATE.replace("RETURN d.name", "RETURN d.type AS name"))
        lore.reload_templates(bench)
        assert other.ask() == "['QuietErrand']"


def test_a_lost_message_delays_a_reload_by_a_second_at_most(bench: wb.Bench, file: Path) -> None:
    with another(bench.folder) as other:
        assert other.ask() == "QueryNotFound"
        kill_family(BenchServers(bench.folder).running()["valkey"].pid)
        file.write_text(TEMPLATE)
        found = lore.reload_templates(bench)
        assert found.column("added") == [["quiet_errand"]]
        assert [warning[:29] for warning in found.meta.warnings] == [
            "other processes were not told"
        ]
        assert soon(other, "['The Lamp Tax Refund']") < 3
    assert bench.templates().call("quiet_errand.get_mission", id="MSN-001").column("name") == [
        "The Lamp Tax Refund"
    ]


def soon(other: Other, wanted: str) -> float:
    """Seconds until the other process answers so."""
    start = monotonic()
    while other.ask() != wanted and monotonic() - start < 10:
        sleep(0.1)
    return monotonic() - start
