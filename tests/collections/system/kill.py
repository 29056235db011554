"""Kill -9 in the midst of every form of statement that writes.

`python -m tests.collections.system.kill --rounds 200` prints what was found. In each round a
process opens the collections, says some statements, and is killed while the last is under way; in
every fifth round its PostgreSQL server is killed instead. Who opens them then finds exactly what
the acknowledged statements make of a database in memory, or these and the one under way; and
mirrors that were read from files hold what the tables hold.
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
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tests.collections.durable.kill import Server, _wait_for_sessions, serving
from tests.collections.system.opening import held, mirrors_are_tables, opened, say
from tests.collections.system.statements import FORMS, Statement, setup, statement
from tests.velesql.in_memory import InMemory
from workbench.core.errors import VelesFailed
from workbench.stores.relational.postgres import Postgres

_EVERY = 4  # rounds, one of which kills the server; no divisor of the number of forms
_BEFORE = 4  # statements that are acknowledged before the one that is killed
# Seconds that a statement may be under way before the kill: about as long as it takes.
_DELAY = {"insert": 0.002, "upsert": 0.002, "train": 0.6, "flush full": 0.06, "close": 0.06}
_ORDINARY = 0.012


class Verdict(NamedTuple):
    """What a round found: the form under way, whether it was kept, who died, what was wrong."""

    form: str
    kept: bool
    victim: str
    fault: str = ""


class Kills:
    """Rounds over one server and one folder of a bench; what is right is held in memory."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server, self._folder = server, folder
        self._right = InMemory()
        with opened(server.conninfo, folder) as collections:
            for one in setup():
                say(collections, one.text, **one.parameters)
                say(self._right, one.text, **one.parameters)

    def round(self, number: int) -> Verdict:
        chance = random.Random(number)
        said = self._chosen(number, chance)
        victim = "server" if number % _EVERY == 0 else "writer"
        acknowledged = self._killed(said, victim, chance)
        for one in said[:acknowledged]:
            self._agree(one)
        under_way = said[acknowledged] if acknowledged < len(said) else said[-1]
        return self._judged(under_way, victim, f"round {number}, {acknowledged} acknowledged")

    def _chosen(self, number: int, chance: random.Random) -> list[Statement]:
        before = chance.choices(FORMS[:-3], k=_BEFORE)
        forms = [*before, FORMS[number % len(FORMS)]]
        return [statement(form, number * 100 + at, chance) for at, form in enumerate(forms)]

    def _killed(self, said: list[Statement], victim: str, chance: random.Random) -> int:
        """How many were acknowledged."""
        command = [sys.executable, "-m", "tests.collections.system.writer"]
        writer = subprocess.Popen(
            [*command, self._server.conninfo, str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.writelines(f"{json.dumps(one)}\n" for one in said)
        writer.stdin.flush()
        lines = list(islice(writer.stdout, _BEFORE))
        time.sleep(chance.uniform(0, _DELAY.get(said[-1].form, _ORDINARY)))
        if victim == "server":
            self._server.kill()
        writer.kill()
        return len(lines) + len(writer.communicate()[0].splitlines())

    def _agree(self, one: Statement) -> None:
        with suppress(VelesFailed):
            if one.text:
                say(self._right, one.text, **one.parameters)

    def _judged(self, under_way: Statement, victim: str, where: str) -> Verdict:
        with closing(Postgres(self._server.conninfo)) as store:
            _wait_for_sessions(store)
        with opened(self._server.conninfo, self._folder) as collections:
            found = held(collections)
            if not mirrors_are_tables(collections, self._server.conninfo):
                return Verdict(under_way.form, False, victim, f"{where}: a mirror is no table")
        if found == held(self._right):
            return Verdict(under_way.form, False, victim)
        self._agree(under_way)
        fault = "" if found == held(self._right) else f"{where}: {_difference(found, self._right)}"
        return Verdict(under_way.form, True, victim, fault)


def _difference(found: dict[str, Any], right: InMemory) -> str:
    expected = held(right)
    names = [name for name in {*found, *expected} if found.get(name) != expected.get(name)]
    return f"{', '.join(names)} differ; there are {', '.join(found)}"


def rounds(numbers: Iterable[int], folder: Path) -> Iterator[Verdict]:
    with serving(folder) as server:
        kills = Kills(server, folder / "bench")
        yield from map(kills.round, numbers)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    start, found = time.monotonic(), list[Verdict]()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, suppress(KeyboardInterrupt):
        Path(folder).chmod(0o711)
        found.extend(rounds(range(1, parser.parse_args().rounds + 1), Path(folder)))
    for form in FORMS:
        counted = Counter(verdict.kept for verdict in found if verdict.form == form)
        print(f"{form:12} under way {counted.total():4}: kept {counted[True]} of these")
    faults = [verdict.fault for verdict in found if verdict.fault]
    victims = Counter(verdict.victim for verdict in found)
    took = time.monotonic() - start
    print(f"{len(found)} rounds, killed {dict(victims)}, {took:.0f} s: ", end="")
    print("\n".join(faults) or "nothing acknowledged was lost, nothing half was left")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
