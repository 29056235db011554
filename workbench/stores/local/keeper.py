"""The keeper of a bench: waits until its last user has gone, then stops its servers.

`python -m workbench.stores.local.keeper FOLDER LINGER`: one small process a bench, started
by the first user. Should it be killed, the next user starts another.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

from .locks import Lock
from .orphans import end_orphans
from .process import spawn


def start(folder: Path, linger: float) -> None:
    """Start a keeper where none watches. The caller must hold the users' lock shared."""
    run = folder / "run"
    watching = Lock(run / "keeper.lock")
    try:
        if watching.try_take():
            watching.release()
            command = [sys.executable, "-m", __name__, folder.resolve(), str(linger)]
            spawn([str(part) for part in command], folder=run, log=run / "keeper.log")
    finally:
        watching.close()


def watch(folder: Path, linger: float) -> None:
    """Return once nobody has used the bench for `linger` seconds and its servers are stopped."""
    watching, users = Lock(folder / "run" / "keeper.lock"), Lock(folder / "run" / "users.lock")
    if not watching.try_take():
        return
    while True:
        users.take()
        users.release()
        time.sleep(linger)
        if users.try_take():
            break
    if users.in_place():
        from .bench_servers import BenchServers  # drivers cost memory; a waiting keeper needs none

        with suppress(OSError):  # files vanish where the bench is being deleted
            BenchServers(folder).stop()
    end_orphans(folder)
    if not users.in_place():
        return  # what is recorded at its place, if anything, is another bench's
    # In this order: whoever gets the users' lock next must find no keeper, and start one.
    watching.close()
    users.close()


if __name__ == "__main__":
    watch(Path(sys.argv[1]), float(sys.argv[2]))
