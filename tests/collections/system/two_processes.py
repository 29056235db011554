"""Two processes of one bench, writing and reading by turns and at once.

`python -m tests.collections.system.two_processes --seconds 60` prints what was seen: after each
acknowledged change, of every form, the other process is told through a pipe, asks at once, and
must see it; then both add to counters at once, and no addition may be lost. At the end the same
is tried from another bench, a folder of its own on the same database, which hears by NOTIFY.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.collections.durable.kill import serving
from tests.collections.system.opening import opened, say
from workbench.collections.collections import Collections
from workbench.collections.mirrors.mirror import Mirror
from workbench.core.collections.records import Change, Points, Vectors
from workbench.core.errors import VelesFailed

FORMS = ("upsert", "bulk", "update", "delete", "edge", "collection")
COUNTERS = 3
PATIENCE = 10.0  # seconds until what is heard by NOTIFY has to be seen


class Seen(NamedTuple):
    """How many changes of each form the other saw at once, what it did not see, and its times."""

    forms: Counter[str]
    faults: list[str]
    ms: list[float]


class Other:
    """Another process, told what to ask and what the answer is."""

    def __init__(self, conninfo: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.collections.system.two_processes", "--other"]
        self._process = subprocess.Popen(
            [*command, conninfo, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self.asked("SHOW COLLECTIONS", None)

    def begin(self, *what: Any) -> None:
        self._stdin.write(json.dumps(what) + "\n")
        self._stdin.flush()

    def answered(self) -> Any:
        return json.loads(self._stdout.readline())

    def asked(self, text: str, rows: Any) -> Any:
        """Milliseconds, and what it saw where that is not `rows`; None: no such collection."""
        self.begin("ask", text, rows)
        return self.answered()

    def close(self) -> None:
        self._process.communicate()


@contextmanager
def other(conninfo: str, folder: Path) -> Iterator[Other]:
    found = Other(conninfo, folder)
    try:
        yield found
    finally:
        found.close()


def setup(collections: Collections) -> None:
    for text in (
        "CREATE COLLECTION points (dimension = 3, metric = 'cosine')",
        "CREATE GRAPH COLLECTION g SCHEMALESS",
        "CREATE METADATA COLLECTION counters",
        *(f"INSERT NODE INTO g (id = {id}, n = 0)" for id in range(5)),
        *(f"INSERT INTO counters (id, n) VALUES ({id}, 0)" for id in range(COUNTERS)),
    ):
        say(collections, text)


def change(form: str, number: int, collections: Collections) -> tuple[str, Any]:
    """Make an acknowledged change: a question, and what its answer has to be."""
    id = number % 50
    if form == "upsert":
        say(collections, f"UPSERT INTO points (id, vector, n) VALUES ({id}, [1, 0, 1], {number})")
        return f"SELECT n FROM points WHERE id = {id}", [[number]]
    if form == "bulk":
        collections.write("points", Change(points=_bulk(number)))
        return f"SELECT COUNT(*) AS c FROM points WHERE bulk = {number}", [[200]]
    if form == "update":
        done = say(collections, f"UPDATE points SET u = {number} WHERE id < 120")
        return f"SELECT COUNT(*) AS c FROM points WHERE u = {number}", [[done.affected]]
    if form == "delete":
        say(collections, f"DELETE FROM points WHERE id >= {id} AND id < {id + 40}")
        return f"SELECT id FROM points WHERE id >= {id} AND id < {id + 40}", []
    if form == "edge":
        ends, label = (number % 5, (number + 1) % 5), f"M{number}"
        made = f"id = {number}, source = {ends[0]}, target = {ends[1]}, label = '{label}'"
        say(collections, f"INSERT EDGE INTO g ({made}) WITH PROPERTIES (n = 1)")
        question = f"SELECT EDGES FROM g WHERE label = '{label}'"
        return question, [[number, *ends, label, {"n": 1}]]
    if id % 2:
        say(collections, "DROP COLLECTION IF EXISTS passing")
        return "SELECT n FROM passing", None
    say(collections, "DROP COLLECTION IF EXISTS passing")
    say(collections, "CREATE METADATA COLLECTION passing")
    say(collections, f"INSERT INTO passing (id, n) VALUES (1, {number})")
    return "SELECT n FROM passing", [[number]]


def _bulk(number: int) -> Points:
    ids = list(range(100, 300))
    vectors = Vectors(np.ones((200, 3), np.float32), np.ones(200, np.bool_))
    return Points(ids, [f'{{"bulk": {number}}}'] * 200, {"vector": vectors})


def by_turns(collections: Collections, reader: Other, seconds: float) -> Seen:
    chance, until, seen = random.Random(3), time.monotonic() + seconds, Seen(Counter(), [], [])
    number = 0
    while time.monotonic() < until:
        number += 1
        form = FORMS[number % len(FORMS)] if number < 20 else chance.choice(FORMS)
        text, rows = change(form, number, collections)
        ms, fault = reader.asked(text, rows)
        seen.forms[form] += 1
        seen.ms.append(ms)
        if fault is not None:
            seen.faults.append(f"{form} {number}: {fault!r:.200}")
    return seen


def add(collections: Collections, seconds: float) -> int:
    """Additions of one to counters, as many as there is time for."""
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        collections.change("counters", _one_more(done % COUNTERS))
        done += 1
    return done


def _one_more(id: int) -> Callable[[Mirror], Change]:
    def make(mirror: Mirror) -> Change:
        count = mirror.points.payload(mirror.points.position(id))["n"] + 1
        return Change(points=Points([id], [f'{{"n": {count}}}']))

    return make


def at_once(collections: Collections, second: Other, seconds: float) -> tuple[int, int]:
    """Additions of both, and their sum as it is stored."""
    second.begin("add", seconds)
    mine = add(collections, seconds)
    total = mine + second.answered()
    return total, say(collections, "SELECT SUM(n) AS s FROM counters").values[0][0]


def heard(collections: Collections, far: Other, count: int) -> list[float]:
    """Milliseconds from an acknowledgement until another bench sees it, at the latest."""
    found = []
    for number in range(count):
        say(collections, f"UPSERT INTO points (id, vector, n) VALUES (0, [1, 0, 1], {-number})")
        start = time.perf_counter()
        far.begin("until", "SELECT n FROM points WHERE id = 0", [[-number]])
        if not far.answered():
            found.append(float("inf"))
        found.append((time.perf_counter() - start) * 1000)
    return found


def serve(conninfo: str, folder: Path) -> None:
    """What the other process does, line by line."""
    with opened(conninfo, folder) as collections:
        for line in sys.stdin:
            what, *given = json.loads(line)
            done: Any = None
            if what == "ask":
                start = time.perf_counter()
                rows = _rows(collections, given[0])
                ms = (time.perf_counter() - start) * 1000
                done = ms, None if rows == given[1] else rows or "nothing"
            elif what == "add":
                done = add(collections, given[0])
            elif what == "until":
                done = _until(collections, *given)
            print(json.dumps(done), flush=True)


def _rows(collections: Collections, text: str) -> Any:
    try:
        return [list(row) for row in say(collections, text).values]
    except VelesFailed as error:
        return None if error.code == "VELES-002" else str(error)


def _until(collections: Collections, text: str, rows: Any) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _rows(collections, text) == rows:
            return True
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="two-") as name, serving(Path(name)) as server:
        Path(name).chmod(0o711)
        folder, far = Path(name) / "bench", Path(name) / "far"
        with opened(server.conninfo, folder) as collections:
            setup(collections)
            with other(server.conninfo, folder) as near:
                seen = by_turns(collections, near, seconds * 0.75)
                total, stored = at_once(collections, near, seconds * 0.2)
            with other(server.conninfo, far) as apart:
                ms = sorted(heard(collections, apart, 100))
    print(f"changes seen at once: {sum(seen.forms.values())} {dict(seen.forms)}")
    median, most = statistics.median(seen.ms), max(seen.ms)
    print(f"  answers took {median:.2f} ms (median), at most {most:.1f}")
    print(f"{total} additions by both at once, {stored} stored")
    print(f"another bench saw {len(ms)} changes after {ms[50]:.2f} ms, at most {ms[-1]:.1f}")
    print("\n".join(seen.faults) or "nothing stale")
    return bool(seen.faults) or total != stored


if __name__ == "__main__":
    if sys.argv[1:2] == ["--other"]:
        serve(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
