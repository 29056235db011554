"""Servers whose bench was deleted while they ran: nothing on disk names them any more."""

from __future__ import annotations

import os
import signal
from pathlib import Path

# What the kernel appends to the name of a working folder that is gone.
_GONE = " (deleted)"
_SERVERS = frozenset({"java", "postgres", "valkey-server"})


def end_orphans(folder: Path) -> list[int]:
    """Ask the servers that worked below `folder` when it was deleted to stop; their pids.

    A server of a new bench at that place has a working folder that exists, and a person's
    shell is no server, so neither is touched. Only Linux tells; elsewhere this finds none.
    """
    ended = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            works_in = str((process / "cwd").readlink())
            name = (process / "exe").readlink().name.removesuffix(_GONE)
        except OSError:  # ended meanwhile, or another user's
            continue
        if works_in.startswith(f"{folder}/") and works_in.endswith(_GONE) and name in _SERVERS:
            os.kill(int(process.name), signal.SIGTERM)
            ended.append(int(process.name))
    return ended
