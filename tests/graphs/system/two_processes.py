"""Two processes write and read one graph of a bench at once.

`python -m tests.graphs.system.two_processes --seconds 60` prints what was found. First they take
turns: after each acknowledged change of one, the other's next read tells it, in the mirror and in
Cypher, and a handle that refuses notices. Then both write at once: additions of one to a
counter, none of which may be lost, new nodes, of which none may get an id or an external id that
was given before, while a snapshot of the one must not move.
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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import workbench as wb
from tests.graphs.durable.worlds import World
from tests.graphs.system.forms import FORMS
from tests.graphs.system.holding import digest, faults
from tests.graphs.system.kill import NAME
from workbench.core.errors import BadInput, StaleHandle

COUNTERS = ("a", "b")
KEPT = {"batch": -1, "of": len(COUNTERS)}  # no form deletes a record of a batch
_COUNTED = "MATCH (n) RETURN count(n) AS c"


class Seen(NamedTuple):
    """Changes of each form that the other saw at once, what it did not see, its milliseconds."""

    forms: Counter[str]
    faults: list[str]
    ms: list[float]


class Added(NamedTuple):
    """What one process did while the other wrote too: ids and names as it was given them."""

    counted: int
    ids: list[int]
    names: list[str]
    refused: int
    moved: int  # snapshots that did
    asked: int


class Other:
    """Another process, told what to do line by line."""

    def __init__(self, folder: Path, graph: str) -> None:
        command = [sys.executable, "-m", "tests.graphs.system.two_processes", "--other"]
        self._process = subprocess.Popen(
            [*command, str(folder), graph], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.told("show", None)

    def begin(self, *what: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def answered(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def told(self, *what: Any) -> Any:
        self.begin(*what)
        return self.answered()

    def close(self) -> None:
        self._process.communicate()


@contextmanager
def other(folder: Path, graph: str) -> Iterator[Other]:
    found = Other(folder, graph)
    try:
        yield found
    finally:
        found.close()


def setup(graph: Any) -> None:
    graph.add_nodes({"external_id": name, "properties": {"n": 0, **KEPT}} for name in COUNTERS)


def shown(graph: Any) -> list[Any]:
    """What a read finds: generation and digest of the mirror, nodes and sum by Cypher."""
    state = graph.state
    cypher = graph.cypher("MATCH (n) RETURN count(n) AS c, sum(n.u) AS u").records[0]
    return [state.generation, digest(state.model()), cypher["c"], cypher["u"] or 0]


def wanted(graph: Any) -> list[Any]:
    """The same without Cypher."""
    state = graph._handle.shown
    total = sum(node.properties.get("u", 0) for node in state.nodes)
    return [state.generation, digest(state.model()), len(state.nodes), total]


def by_turns(graph: Any, reader: Other, seconds: float) -> Seen:
    chance, until, seen = random.Random(5), time.monotonic() + seconds, Seen(Counter(), [], [])
    forms, number = [form for form in FORMS if form != "ask"], 0
    while time.monotonic() < until:
        form = forms[number % len(forms)]
        number += 1
        before = graph.generation
        FORMS[form](graph, chance, number)
        ms, found, refused = reader.told("show", None)
        seen.forms[form] += 1
        seen.ms.append(ms)
        if found != wanted(graph):
            seen.faults.append(f"{form} {number}: saw {found}, expected {wanted(graph)}")
        if refused != (graph.generation != before):
            seen.faults.append(f"{form} {number}: a handle that refuses did not notice")
    return seen


def write(graph: Any, mine: str, seconds: float) -> Added:
    """Whatever may collide with the same in another process, as often as there is time for."""
    until, ids, names, counts = time.monotonic() + seconds, [], [], Counter[str]()
    while time.monotonic() < until:
        at = counts["round"] = counts["round"] + 1
        graph.drafted("count", _one_more)
        snapshot = graph.snapshot()
        before = digest(snapshot.model())
        ids += graph.add_nodes({"properties": {"by": mine}} for _ in range(2))
        try:
            graph.add_node(f"wanted {at}")
            names.append(f"wanted {at}")
        except BadInput:
            counts["refused"] += 1
        if at % 4 == 0:
            graph.delete_node(ids[-1])
            counts["asked"] += _asked(graph)
        counts["moved"] += digest(snapshot.model()) != before
    return Added(counts["round"], ids, names, counts["refused"], counts["moved"], counts["asked"])


def _one_more(draft: Any) -> None:
    node = draft.node(0)
    draft.update_node(0, set_properties={"n": node.properties["n"] + 1})


def _asked(graph: Any) -> bool:
    """Whether Cypher and the mirror of one snapshot agree."""
    with graph.snapshot() as snapshot:
        try:
            found = snapshot.cypher(_COUNTED).records[0]["c"]
        except StaleHandle:
            return False
        assert found == snapshot.node_count(), (found, snapshot.node_count())
        return True


def at_once(graph: Any, second: Other, seconds: float) -> tuple[Added, Added, list[str]]:
    """What both did, and what is wrong with it."""
    second.begin("write", seconds)
    mine, theirs = write(graph, "me", seconds), Added(*second.answered())
    return mine, theirs, [*_wrong(graph, mine, theirs), *faults(graph)]


def _wrong(graph: Any, mine: Added, theirs: Added) -> Iterator[str]:
    total, stored = mine.counted + theirs.counted, graph.get_node(0).properties["n"]
    if total != stored:
        yield f"{total} additions, {stored} stored"
    ids, names = mine.ids + theirs.ids, mine.names + theirs.names
    yield from (f"id {id} was given {n} times" for id, n in Counter(ids).items() if n > 1)
    yield from (f"{name!r} was given {n} times" for name, n in Counter(names).items() if n > 1)
    if missing := [name for name in names if graph.get_node_id(name) is None]:
        yield f"nodes {missing[:5]} are lost"
    if len({node.external_id for node in graph.nodes()}) != graph.node_count():
        yield "an external id stands twice"
    if mine.moved + theirs.moved:
        yield f"{mine.moved + theirs.moved} snapshots moved"
    mirror = World.of(graph.model())
    if mirror != World.of(graph.at(graph.generation).model()):
        yield "the mirror is not the tables"


def serve(folder: Path, name: str) -> None:
    """What the other process does, line by line."""
    with wb.open(folder) as bench:
        graph = bench.property_graph(name)
        refusing = bench.property_graphs.open(name, on_change="refuse")
        for line in sys.stdin:
            what, given = json.loads(line)
            if what == "show":
                start = time.perf_counter()
                found = shown(graph)
                ms = (time.perf_counter() - start) * 1000
                done: Any = ms, found, _refuses(refusing)
            else:
                done = write(graph, "other", given)
            print(json.dumps(done), flush=True)


def _refuses(graph: Any) -> bool:
    try:
        graph.node_count()
    except StaleHandle:
        return bool(graph.refresh())
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory(prefix="two-") as name:
        Path(name).chmod(0o711)
        folder = Path(name) / "bench"
        with wb.open(folder) as bench:
            with bench.property_graphs.make(NAME) as graph:
                setup(graph)
            with bench.property_graph(NAME) as graph, other(folder, NAME) as second:
                seen = by_turns(graph, second, seconds / 2)
                mine, theirs, wrong = at_once(graph, second, seconds / 2)
                generation = graph.generation
            bench.stop()
    print(f"changes seen at once: {seen.forms.total()} {dict(seen.forms)}")
    median, most = statistics.median(seen.ms), max(seen.ms)
    print(f"  mirror and Cypher took {median:.1f} ms (median), at most {most:.0f}")
    print(f"both at once: {mine.counted} and {theirs.counted} additions, generation {generation},")
    print(f"  {len(mine.ids + theirs.ids)} ids, {mine.refused + theirs.refused} names refused,")
    print(f"  {mine.asked + theirs.asked} snapshots asked in Cypher")
    print("\n".join([*seen.faults[:5], *wrong]) or "nothing stale, lost or twice")
    return bool(seen.faults or wrong)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--other"]:
        serve(Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main())
