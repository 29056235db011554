"""An error is a few lines: what, where with a caret, what to do; and the store goes on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

import polars
import pytest
from IPython.core.interactiveshell import InteractiveShell

from workbench.core.errors import QueryFailed

Ran = Callable[[str], Any]
Failed = Callable[[str], tuple[BaseException, str]]
SLOW = {
    "sql": "SELECT pg_sleep(30)",
    "cypher": "UNWIND range(1, 1000000) AS x UNWIND range(1, 10000) AS y "
    "WITH x + y AS s WHERE s < 0 RETURN s",
}
FAULTS = {
    "sql, an unknown table": (
        "%%sql\nSELECT *\n  FROM nowhere n\n WHERE true",
        ["line 2, column 8:", "2 |   FROM nowhere n", "           ^^^^^^^"],
    ),
    "sql, behind a parameter whose name is longer than its number": (
        "%%sql --param quite_long=1\nSELECT $quite_long::int + missing",
        ["line 1, column 27:", "1 | SELECT $quite_long::int + missing", " " * 30 + "^^^^^^^"],
    ),
    "sql, behind a tab": (
        "%%sql\nSELECT\tmissing",
        ["line 1, column 8:", "1 | SELECT\tmissing", "          \t^^^^^^^"],
    ),
    "cypher, a word that is none": (
        "%%cypher\nMATCH (n)\nRETRN n",
        ["line 2, column 1:", "2 | RETRN n", "    ^^^^^"],
    ),
    "cypher, a variable that the engine only names": (
        "%%cypher\nMATCH (n)\nRETURN other.name",
        ["line 2, column 8:", "2 | RETURN other.name", "           ^^^^^"],
    ),
    "cypher, profiled": (
        "%%cypher --profile\nMATCH (n)\nRETRN n",
        ["line 2, column 1:", "2 | RETRN n", "    ^^^^^"],
    ),
}


@pytest.mark.parametrize(("cell", "lines"), FAULTS.values(), ids=FAULTS)
def test_the_caret_stands_under_the_fault(failed: Failed, cell: str, lines: list[str]) -> None:
    error, told = failed(cell)
    assert isinstance(error, QueryFailed)
    assert "\n".join(lines) in told
    assert "Traceback" not in told
    assert len(told.splitlines()) < 12


def test_a_fault_in_a_named_query_names_the_file(shell: InteractiveShell, failed: Failed) -> None:
    told = failed("%%ask vedana/thread\nthread_id = '00000000-0000-0000-0000-000000000000'")[1]
    assert told.startswith("QueryFailed in %%ask: ")
    assert "vedana/thread.sql)" in told


def test_verbose_mode_shows_the_whole_trace(shell: InteractiveShell, failed: Failed) -> None:
    shell.run_line_magic("xmode", "Verbose")
    told = failed("%%sql\nSELECT missing")[1]
    shell.run_line_magic("xmode", "Context")
    assert "typed.py" in told


@pytest.fixture
def interruptible() -> Iterator[None]:
    """As in a kernel: a process that a shell has put in the background is born deaf to SIGINT."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("language", SLOW)
@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_leaves_the_store_usable(ran: Ran, failed: Failed, language: str) -> None:
    assert polars  # whose own handler of interrupts would keep the wait for a server going
    here = threading.main_thread().ident or 0
    timer = threading.Timer(1.5, signal.pthread_kill, [here, signal.SIGINT])
    timer.start()
    error, told = failed(f"%%{language}\n{SLOW[language]}")
    timer.join()
    assert isinstance(error, KeyboardInterrupt)
    assert f"%%{language} was stopped; the store takes the next question" in told
    again = {"sql": "%sql SELECT 1 AS one", "cypher": "%cypher RETURN 1 AS one"}[language]
    assert ran(again).rows.values == [(1,)]
