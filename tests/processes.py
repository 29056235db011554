"""Ends a server with all its processes, as a crash of the machine would."""

from __future__ import annotations

from contextlib import suppress

import psutil


def kill_family(pid: int) -> None:
    """SIGKILL to the process and its children; gone when this returns.

    A child may end between being seen and being killed, since the others die around it.
    """
    server = psutil.Process(pid)
    family = [server, *server.children()]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=5)
