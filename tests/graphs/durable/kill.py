"""Kill -9 in the midst of a fill or a commit: `python -m tests.graphs.durable.kill --rounds 20`.

In each round a process changes a graph and is killed while a step is under way: the fill in
every third round, else one of its commits; in every fifth round its server is killed instead,
with all its processes, and started again. Then the tables must hold exactly what they held
after the acknowledged steps, or after one more, and their log must tell as much.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.collections.durable.kill import Server, _wait_for_sessions
from tests.graphs.durable.worlds import World
from tests.graphs.durable.writer import steps
from workbench.graphs.durable import reading
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.schema import migrate
from workbench.stores.relational.postgres import Postgres

_FILL, _SERVER = 3, 5  # rounds, one of which kills in the fill, or kills the server
_FILLS, _COMMITS = 0.3, 0.004  # seconds that a step takes, about
_COUNT = 100_000


class Verdict(NamedTuple):
    """Which step was under way, from 1, whether it was kept, who was killed, what was wrong."""

    step: int
    kept: bool
    victim: str
    fault: str = ""


def killed(server: Server, seed: int) -> Verdict:
    """One round: the steps follow from the seed, and so does the moment."""
    chance, name = random.Random(-seed), f"round {seed}"
    with closing(Postgres(server.conninfo)) as store:
        Registry(store).make(name)
    wanted = 0 if seed % _FILL == 0 else chance.randrange(1, 8)
    command = [sys.executable, "-m", "tests.graphs.durable.writer"]
    writer = subprocess.Popen(
        [*command, server.conninfo, name, str(seed), str(_COUNT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout is not None
    lines = list(islice(writer.stdout, wanted)) if wanted else _begun(server, name)
    time.sleep(chance.uniform(0, _COMMITS if wanted else _FILLS))
    victim = "server" if seed % _SERVER == 0 else "writer"
    if victim == "server":
        server.kill()
    writer.kill()
    acknowledged = len(lines) + len(writer.communicate()[0].splitlines())
    return judged(server, seed, acknowledged, victim)


def _begun(server: Server, name: str) -> list[str]:
    """Waits until the writer has taken the lock of its graph."""
    query = "SELECT number FROM tong_graphs WHERE name = $name FOR UPDATE SKIP LOCKED"
    until = time.monotonic() + 10
    with closing(Postgres(server.conninfo)) as store:
        while store.write(query, {"name": name}).values and time.monotonic() < until:
            time.sleep(0.002)
    return []


def judged(server: Server, seed: int, acknowledged: int, victim: str) -> Verdict:
    with closing(Postgres(server.conninfo)) as store:
        _wait_for_sessions(store)
        tables = Tables(store, Registry(store).number(f"round {seed}"))
        generation, found = tables.generation(), World.of(reading.model(tables.load()))
        told = [line.generation for line in tables.log()]
    kept = generation == acknowledged + 1
    expected = World()
    for _, expected in islice(steps(seed), generation):  # noqa: B007
        pass
    if generation - acknowledged not in (0, 1):
        fault = f"seed {seed}: {acknowledged} acknowledged, at generation {generation}"
    elif found != expected or told != list(range(1, generation + 1)):
        fault = f"seed {seed}: generation {generation} is not what was stored, or logged {told}"
    else:
        fault = ""
    return Verdict(acknowledged + 1, kept, victim, fault)


def rounds(seeds: Iterable[int], folder: Path) -> Iterator[Verdict]:
    server = Server(folder)
    try:
        with closing(Postgres(server.conninfo)) as store:
            migrate(store, ("tong",))
        for seed in seeds:
            yield killed(server, seed)
    finally:
        server.halt()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        Path(folder).chmod(0o711)
        found = list(rounds(range(1, parser.parse_args().rounds + 1), Path(folder)))
    steps_seen = Counter((one.step == 1, one.kept) for one in found)
    for fill, what in ((True, "fill"), (False, "commit")):
        print(f"{what:6} under way: kept {steps_seen[fill, True]}, not {steps_seen[fill, False]}")
    victims = dict(Counter(one.victim for one in found))
    print(f"{len(found)} rounds, killed {victims}, {time.monotonic() - start:.0f} s")
    faults = [one.fault for one in found if one.fault]
    print("\n".join(faults) or "no acknowledged change lost, none half written")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
