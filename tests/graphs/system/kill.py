"""Kill -9 in the midst of every form of write to a property graph of a bench.

`python -m tests.graphs.system.kill --rounds 60` prints what was found. In each round a process
writes to a graph, and is killed while a write of one form is under way; in some rounds
PostgreSQL or the graph server of the bench is killed instead, and the process goes on. Who opens
the bench then finds every acknowledged state in the log, at most one more, nothing half, and the
same graph in the mirror, the tables, the log and the database that Cypher is asked of; and no
database that a dead process left.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import workbench as wb
from tests.collections.durable.kill import _wait_for_sessions
from tests.graphs.durable.worlds import World
from tests.graphs.system.forms import FORMS
from tests.graphs.system.holding import digest, faults
from tests.graphs.system.writer import FILE, NAME
from tests.processes import kill_family
from workbench.bench.bench import Bench
from workbench.stores.local.bench_servers import BenchServers

ALL = (*FORMS, FILE)
VICTIMS = ("writer", "writer", "postgres", "writer", "arcadedb")  # no divisor of the forms
_BEFORE = 5  # acknowledged writes before the kill
_AFTER = 4  # after the kill of a server
_LOST = 3  # calls in a row that may meet a server gone: a form makes several
# Seconds that a form may be under way before the kill: about as long as it takes.
_DELAY = {FILE: 1.2, "ask": 0.3, "transaction": 0.1, "persist": 0.05}
_ORDINARY = 0.04
_SAMPLE = 3000


class Verdict(NamedTuple):
    """A round: form under way, whether it was kept, who was killed, calls that told so, faults."""

    form: str
    kept: bool
    victim: str
    told: list[str]
    faults: list[str]


class Heard:
    """What a writer said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.done: list[tuple[int, str]] = []
        self.told: list[str] = []
        self.faults: list[str] = []
        self.under_way = ""
        self._lost = 0

    def until(self, form: str, writes: int) -> bool:
        """Listen until so many writes are done and one of `form` begins; False at its end."""
        assert self.process.stdout is not None
        start = len(self.done)
        for line in self.process.stdout:
            self._hear(*json.loads(line))
            begun = self.under_way == form or not form
            if begun and len(self.done) - start >= writes:
                return True
        return False

    def _hear(self, what: str, form: str, *rest: Any) -> None:
        self.under_way = form if what == "begin" else ""
        if what == "done":
            self.done.append((rest[0], rest[1]))
            self._lost = 0
        elif what == "lost":
            self._lost += 1
            self.told.append(f"{form}: {rest[0]}")
            if self._lost > _LOST:
                self.faults.append(f"{form} does not find its server again: {rest[0]}")
        elif what == "error":
            self.faults.append(f"{form} failed: {rest[0]}")


def prepare(folder: Path) -> None:
    """A bench with an empty graph, and a file to be read beside it."""
    with wb.open(folder, linger=30) as bench:
        bench.property_graphs.make(NAME).close()
        with bench.property_graphs.make("sample") as graph:
            graph.add_nodes(
                {"labels": ["A", "B"][: at % 3], "properties": {"t": f"word {at % 50}", "n": at}}
                for at in range(_SAMPLE)
            )
            graph.add_edges(
                {"source": at, "target": at * 7 % _SAMPLE, "edge_type": "T"}
                for at in range(_SAMPLE)
            )
            graph.create_fulltext_index("words", ["t"])
            graph.create_vector_index("near", 3)
            graph.upsert_vectors("near", {at: [at, 1, 0.1] for at in range(0, _SAMPLE, 3)})
            graph.add_network([{"domain": "binary"}] * 9)
            graph.export(folder.parent / "sample.jsonl")
        bench.property_graphs.drop("sample")


def round(folder: Path, number: int, victim: str = "", *, before: int = _BEFORE) -> Verdict:
    """One round; form, victim and moment follow from its number, where none is given."""
    chance, form = random.Random(number), ALL[number % len(ALL)]
    victim = victim or VICTIMS[number % len(VICTIMS)]
    command = [sys.executable, "-m", "tests.graphs.system.writer", str(folder), str(number), form]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    heard = Heard(subprocess.Popen(command, text=True, **pipes))
    alive = heard.until(form, before)
    time.sleep(chance.uniform(0, _DELAY.get(form, _ORDINARY)))
    if alive and victim != "writer":
        _kill(folder, victim)
        alive = heard.until("", _AFTER)
    heard.process.kill()
    heard.until("", 1_000_000)
    heard.process.communicate()
    if not alive and not heard.faults:
        heard.faults.append("the writer ended by itself")
    kept, found = judged(folder, heard)
    return Verdict(form, kept, victim, heard.told, [f"{number}, {form}: {x}" for x in found])


def _kill(folder: Path, victim: str) -> None:
    running = BenchServers(folder).running()
    if victim in running:
        kill_family(running[victim].pid)


def judged(folder: Path, heard: Heard) -> tuple[bool, list[str]]:
    """Whether more was kept than acknowledged, and what is wrong."""
    found = list(heard.faults)
    with wb.open(folder) as bench:
        _wait_for_sessions(bench.relational)
        with bench.property_graph(NAME) as graph:
            generation = graph.generation
            found += faults(graph)
            found += _lost(graph, heard.done)
        found += _files(bench)
        found += _left(bench)
    last = heard.done[-1][0] if heard.done else 0
    return generation > last, found


def _lost(graph: Any, done: list[tuple[int, str]]) -> Iterator[str]:
    """Acknowledged states that the log does not give back."""
    if done and done[-1][0] > graph.generation:
        yield f"at {graph.generation}, acknowledged {done[-1][0]}"
        return
    for generation, seen in done:
        if digest(graph.at(generation).model()) != seen:
            yield f"generation {generation} is not what was acknowledged"


def _files(bench: Bench) -> Iterator[str]:
    """Graphs of files are whole, also in Cypher."""
    right: World | None = None
    for name in bench.property_graphs:
        if name == NAME:
            continue
        with bench.property_graph(name) as graph:
            found = World.of(graph.model())
            counted = graph.node_count(), graph.edge_count(), graph.variable_count()
            if counted != (_SAMPLE, _SAMPLE, 9) or (right or found) != found:
                yield f"{name} holds {counted}"
            yield from (f"{name}: {fault}" for fault in faults(graph))
            right = found


def _left(bench: Bench) -> Iterator[str]:
    """Databases that belong to nobody."""
    databases = [one for one in _databases(bench).names() if one.startswith("tong_")]
    graphs = len(bench.property_graphs)
    if any("_s" in one.removeprefix("tong_") for one in databases) or len(databases) > graphs:
        yield f"{graphs} graphs have the databases {databases}"


def _databases(bench: Bench) -> Any:
    return bench.property_graphs._graphs._databases


def rounds(numbers: Iterable[int], folder: Path) -> Iterator[Verdict]:
    prepare(folder)
    try:
        for number in numbers:
            yield round(folder, number)
    finally:
        with wb.open(folder) as bench:
            bench.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--first", type=int, default=1)
    given, start, found = parser.parse_args(), time.monotonic(), list[Verdict]()
    numbers = range(given.first, given.first + given.rounds)
    with tempfile.TemporaryDirectory(prefix="kills-") as name, suppress(KeyboardInterrupt):
        Path(name).chmod(0o711)
        for verdict in rounds(numbers, Path(name) / "bench"):
            found.append(verdict)
            print("\n".join(verdict.faults) or ".", end="", flush=True)
    print()
    for form in ALL:
        counted = Counter(one.kept for one in found if one.form == form)
        print(f"{form:14} under way {counted.total():3}: kept more in {counted[True]}")
    victims = dict(Counter(one.victim for one in found))
    told = sum(len(one.told) for one in found)
    print(f"{len(found)} rounds, killed {victims}, {told} calls told of a server that was gone, ")
    print(f"{time.monotonic() - start:.0f} s: ", end="")
    wrong = [fault for one in found for fault in one.faults]
    print("\n".join(wrong) or "nothing acknowledged was lost, nothing half was left")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
