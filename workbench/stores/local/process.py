"""Server processes that outlive their starter: started detached, known by pid and birth."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from ...core.errors import StoreUnavailable

# The shell detaches the server and leaves at once: the server then belongs to init, so that
# neither a killed kernel nor an interrupt in the notebook reaches it, and no zombie stays.
_DETACH = 'cd "$1" && shift && log="$1" && shift && "$@" </dev/null >>"$log" 2>&1 & echo $!'


@dataclass(frozen=True, slots=True)
class Running:
    """A server that was started: process id, its birth in seconds since the epoch, and where
    it listens. The birth tells it from another process that got the same id later."""

    pid: int
    born: float
    endpoint: dict[str, str | int] = field(default_factory=dict)

    @property
    def alive(self) -> bool:
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.born) < 1
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


def spawn(command: Sequence[str | Path], *, folder: Path, log: Path) -> int:
    """Start a command detached in `folder`, its output appended to `log`; its pid."""
    arguments = ["sh", "-c", _DETACH, "sh", folder, log, *command]
    started = subprocess.run(
        [str(part) for part in arguments],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        start_new_session=True,
    )
    return int(started.stdout)


def adopt(pid: int, endpoint: dict[str, str | int]) -> Running:
    """A live process as `Running`; StoreUnavailable where it has gone already."""
    try:
        return Running(pid, psutil.Process(pid).create_time(), endpoint)
    except psutil.NoSuchProcess as error:
        raise StoreUnavailable(f"the server process {pid} ended at once") from error


def terminate(running: Running, *, by: signal.Signals, grace: float) -> None:
    """Ask a server to stop, and kill it after `grace` seconds; returns when it is gone."""
    for attempt, seconds in ((by, grace), (signal.SIGKILL, 5.0)):
        if not running.alive:
            return
        os.kill(running.pid, attempt)
        wait_until(lambda: not running.alive, seconds)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll until `condition()` holds; False when `seconds` passed first."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def remember(path: Path, running: Running) -> None:
    write_private(path, json.dumps(asdict(running)))


def recall(path: Path) -> Running | None:
    """What `remember` wrote; None where there is nothing, or nothing that can be read."""
    try:
        return Running(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def write_private(path: Path, text: str) -> None:
    """Write a file for its owner only; readers see the old text or the new, never half."""
    making = path.with_name(f"{path.name}.making")
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, for an error message."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"
