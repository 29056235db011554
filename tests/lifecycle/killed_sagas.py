"""Processes that change several stores of a bench and kill themselves at a boundary.

`python killed_sagas.py BENCH` reads lines `SCENARIO BOUNDARY` and answers each with one: the
number of boundaries that a process passed which was not killed, or `killed NAME`. For every
line it forks a process that opens the bench, makes the change, and sends itself SIGKILL at that
boundary: before or after a row of the journal, a statement that writes, the end of a
transaction, an object stored or dropped.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import workbench as wb
import workbench.stores.graph.bolt
import workbench.stores.objects.open
import workbench.stores.relational.postgres
import workbench.tools.lore.world
from tests.asker import WorldAsker
from tests.sagas.missions import FILES, leave_by, mission
from workbench.sagas import log_mission, recover, retcon


class Boundaries:
    """Counts; dies at one, after saying on a pipe which it was."""

    def __init__(self, deadly: int, say: Callable[[str], None]) -> None:
        self.passed, self._deadly, self.say = 0, deadly, say

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        self.pass_by(f"before {what}")
        yield
        self.pass_by(f"after {what}")

    def pass_by(self, what: str) -> None:
        if self.passed == self._deadly:
            self.say(f"killed {what}")
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1


class Deadly:
    """A bench, or one of its stores, with boundaries around what changes it."""

    _CHANGES = ("tell", "put", "drop")

    def __init__(self, real: Any, boundaries: Boundaries) -> None:
        self._real, self._boundaries = real, boundaries

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        if name in ("relational", "graph", "objects"):
            return Deadly(found, self._boundaries)
        return self._bounded(name, found) if name in self._CHANGES else found

    def _bounded(self, name: str, real: Any) -> Any:
        def bounded(*given: Any, **named: Any) -> Any:
            with self._boundaries.around(f"{name} {given[0] if name != 'drop' else ''}"):
                return real(*given, **named)

        return bounded

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._boundaries.around(f"{self._real.kind} transaction"), self._real.transaction():
            yield
            self._boundaries.pass_by(f"commit of {self._real.kind}")


def left(bench: Any) -> None:
    with suppress(KeyError):
        leave_by(KeyError(), bench, mission(), FILES)


SOURCES = ["src_lantern_talk"]
SCENARIOS: dict[str, Callable[[Any], Any]] = {
    "forward": lambda bench: log_mission(bench, mission(), FILES, "monday"),
    "back": left,
    "recovery": recover,
    "relation": lambda bench: retcon(
        bench, "rel_0001", {"valid_from": "bell_age.year_340"}, "An older roll.", SOURCES
    ),
    "property": lambda bench: retcon(
        bench, "evt_flood#occurred", {"occurred": "bell_age.year_391"}, "Mud.", SOURCES
    ),
}


def forked(folder: str, scenario: str, deadly: int) -> str:
    """What a process said that was killed at a boundary, or passed all of them."""
    reading, writing = os.pipe()

    def say(told: str) -> None:
        os.write(writing, told.encode())

    child = os.fork()
    if child == 0:
        run(folder, scenario, Boundaries(deadly, say))
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as said:
        told = said.read()
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL), told
    return told


def run(folder: str, scenario: str, boundaries: Boundaries) -> None:
    with wb.open(folder) as bench:
        # Its catalogue was read before the fork.
        stores = WorldAsker(bench.relational, bench.graph, objects=bench.objects)
        SCENARIOS[scenario](Deadly(stores, boundaries))
        boundaries.say(str(boundaries.passed))
    os._exit(0)


def main(folder: str) -> None:
    for line in sys.stdin:
        scenario, deadly = line.split()
        print(forked(folder, scenario, int(deadly)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
