"""Servers whose bench was deleted while they ran: nothing on disk names them any more."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

# What the kernel appends to the name of a working folder that is gone.
_GONE = " (deleted)"
_SERVERS = frozenset({"java", "postgres", "valkey-server"})


# A folder is deleted file by file: its servers may lose their records before their homes.
_DELETING = 5.0  # seconds


def end_orphans(folder: Path) -> list[int]:
    """Ask the servers that worked below `folder` when it was deleted to stop; their pids.

    Waits up to 5 s for a deletion that is under way. A server of a new bench at that place has
    a working folder that exists, and a person's shell is no server, so neither is touched. Only
    Linux tells; elsewhere this finds none.
    """
    ended = dict[int, None]()
    until = time.monotonic() + _DELETING
    while servers := list(_servers_below(folder)):
        for pid, deleted in servers:
            if deleted and pid not in ended:
                os.kill(pid, signal.SIGTERM)
                ended[pid] = None
        if time.monotonic() > until or not any(pid not in ended for pid, _ in servers):
            break
        time.sleep(0.2)
    return list(ended)


def _servers_below(folder: Path) -> Iterator[tuple[int, bool]]:
    """The servers whose working folder is or was below `folder`: pid, and whether it is gone."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            works_in = str((process / "cwd").readlink())
            name = (process / "exe").readlink().name.removesuffix(_GONE)
        except OSError:  # ended meanwhile, or another user's
            continue
        if works_in.startswith(f"{folder}/") and name in _SERVERS:
            yield int(process.name), works_in.endswith(_GONE)
