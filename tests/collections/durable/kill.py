"""Kill -9 in the midst of every write form.

`python -m tests.collections.durable.kill --rounds 200` prints what was found. In each round a
process writes, and is killed while a change of one form is under way; in every fifth round its
server is killed instead, with all its processes, and started again. Then the tables must hold
exactly what they held after the acknowledged changes, or after one more.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.collections.durable.writer import FORMS, steps, stored, worlds
from tests.processes import kill_family
from workbench.collections.durable.registry import Registry
from workbench.schema import migrate
from workbench.stores.local.postgres import PostgresServer
from workbench.stores.local.process import Running
from workbench.stores.relational.postgres import Postgres

_EVERY = 5  # rounds, one of which kills the server; no divisor of the number of forms
# Seconds that a change may be under way before the kill: about as long as it takes.
_DELAY = {"one": 0.0006, "bulk": 0.008, "clear": 0.008, "create": 0.012, "drop": 0.012}
_WARM = 12  # steps before one may be chosen to be killed in
_MOST = 60


class Verdict(NamedTuple):
    """What a round found: the form that was under way, whether it was kept, what was wrong."""

    form: str
    kept: bool
    victim: str
    fault: str = ""


class Server:
    """A server in a folder, that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._server = PostgresServer(folder / "postgres")
        self._server.folder.mkdir(mode=0o700)
        self.running: Running = self._server.launch()

    @property
    def conninfo(self) -> str:
        return self._server.conninfo(self.running)

    def kill(self) -> None:
        kill_family(self.running.pid)
        self.running = self._server.launch()

    def halt(self) -> None:
        self._server.halt(self.running)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        with closing(Postgres(server.conninfo)) as store:
            migrate(store, ("veles",))
        yield server
    finally:
        server.halt()


def killed(server: Server, seed: int) -> Verdict:
    """One round: the writer's changes follow from the seed, and so does the moment."""
    chance = random.Random(-seed)
    form = FORMS[seed % len(FORMS)]
    known = [step.form for step in islice(steps(seed), _MOST)]
    chosen = [at for at in range(_WARM, _MOST) if known[at] == form]
    target = chosen[0] if chosen else _WARM
    victim = "server" if seed % _EVERY == 0 else "writer"
    command = [sys.executable, "-m", "tests.collections.durable.writer"]
    writer = subprocess.Popen(
        [*command, server.conninfo, str(seed), "1000000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout is not None
    lines = list(islice(writer.stdout, target))
    time.sleep(chance.uniform(0, _DELAY.get(form, 0.003)))
    if victim == "server":
        server.kill()
    writer.kill()
    acknowledged = len(lines) + len(writer.communicate()[0].splitlines())
    return judged(server, seed, acknowledged, victim)


def judged(server: Server, seed: int, acknowledged: int, victim: str) -> Verdict:
    under_way = next(islice(steps(seed), acknowledged, None)).form
    with closing(Postgres(server.conninfo)) as store:
        _wait_for_sessions(store)
        found = stored(store, seed)
        for kept in (False, True):
            if found == worlds(seed, acknowledged + kept):
                _remove(store, seed)
                return Verdict(under_way, kept, victim)
    fault = f"seed {seed}: {acknowledged} acknowledged, and something else is stored"
    return Verdict(under_way, False, victim, fault)


def _wait_for_sessions(store: Postgres) -> None:
    """A session whose client was killed ends its statement first."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'workbench' "
    others += "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    store.write("SELECT 1")  # the store's own second session
    until = time.monotonic() + 10
    while store.rows(others).values[0][0] > 1 and time.monotonic() < until:
        time.sleep(0.005)


def _remove(store: Postgres, seed: int) -> None:
    registry = Registry(store)
    for name in registry.definitions():
        if name.startswith(f"c{seed}-"):
            registry.drop(name)


def rounds(count: int, folder: Path) -> Iterator[Verdict]:
    with serving(folder) as server:
        for seed in range(1, count + 1):
            yield killed(server, seed)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    start, found = time.monotonic(), list[Verdict]()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, suppress(KeyboardInterrupt):
        Path(folder).chmod(0o711)
        found.extend(rounds(parser.parse_args().rounds, Path(folder)))
    for form in FORMS:
        counted = Counter(verdict.kept for verdict in found if verdict.form == form)
        print(f"{form:8} under way {counted.total():4}: kept {counted[True]}, not {counted[False]}")
    faults = [verdict.fault for verdict in found if verdict.fault]
    victims = Counter(verdict.victim for verdict in found)
    print(
        f"{len(found)} rounds, killed {dict(victims)}, {time.monotonic() - start:.0f} s: ", end=""
    )
    print("\n".join(faults) or "no acknowledged change lost, none half written")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
