"""One way to start, share and stop a local server, whatever the engine."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Protocol

from .locks import held
from .process import Running, recall, remember, wait_until, write_private

# sockaddr_un holds 108 bytes on Linux, 104 on macOS, one of them the closing NUL.
_LONGEST_SOCKET_PATH = 103


class LocalServer(Protocol):
    """A server whose files lie in `folder`."""

    @property
    def name(self) -> str: ...

    @property
    def folder(self) -> Path: ...

    def launch(self) -> Running:
        """Start it, ready for clients; what a crash left behind is cleaned up first."""

    def halt(self, running: Running) -> None:
        """Stop it; every acknowledged write stays."""


def ensure(server: LocalServer, run: Path) -> Running:
    """The running server, started where it is not; safe from several processes at once."""
    known = recall(run / f"{server.name}.json")
    if known and known.alive:
        return known
    with held(run / f"{server.name}.lock"):
        known = recall(run / f"{server.name}.json")
        if known and known.alive:
            return known
        server.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        running = server.launch()
        remember(run / f"{server.name}.json", running)
        return running


def stop(server: LocalServer, run: Path) -> bool:
    """Stop the server where it runs; True where it did."""
    with held(run / f"{server.name}.lock"):
        known = recall(run / f"{server.name}.json")
        if known is None:
            return False
        was_alive = known.alive
        if was_alive:
            server.halt(known)
            wait_until(lambda: not known.alive, 5)
        (run / f"{server.name}.json").unlink(missing_ok=True)
        return was_alive


def accounts(folder: Path, *names: str) -> dict[str, str]:
    """Passwords by account, generated once and kept in a file for its owner only."""
    path = folder / "accounts.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(24) for name in missing}
        write_private(path, json.dumps(known))
    return known


def socket_fits(folder: Path, file_name: str) -> bool:
    """True where a socket of that name in the folder has a path the kernel accepts."""
    return len(str(folder / file_name).encode()) <= _LONGEST_SOCKET_PATH
