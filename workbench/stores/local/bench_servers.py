"""The servers of one bench folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ...core.errors import StoreUnavailable
from .arcadedb import ArcadeServer
from .postgres import PostgresServer
from .process import Running, recall, wait_until
from .server import LocalServer, ensure, stop
from .valkey import ValkeyServer

Store = TypeVar("Store")


@dataclass(frozen=True)
class BenchServers:
    """PostgreSQL, ArcadeDB and Valkey of the bench in `folder`, each started when asked for."""

    folder: Path
    graph_heap: str = "512m"
    cache_memory: str = "256mb"

    @property
    def postgres(self) -> PostgresServer:
        return PostgresServer(self.folder / "postgres")

    @property
    def arcadedb(self) -> ArcadeServer:
        return ArcadeServer(self.folder / "graph", heap=self.graph_heap)

    @property
    def valkey(self) -> ValkeyServer:
        return ValkeyServer(self.folder / "cache", memory=self.cache_memory)

    @property
    def all(self) -> tuple[LocalServer, ...]:
        return (self.postgres, self.arcadedb, self.valkey)

    @property
    def run(self) -> Path:
        return self.folder / "run"

    def ensure(self, server: LocalServer) -> Running:
        return ensure(server, self.run)

    def connected(self, server: LocalServer, connect: Callable[[Running], Store]) -> Store:
        """`connect` to the running server, started where it is not.

        A server that was killed counts as alive while the kernel takes it down; one that takes
        no connection is given a moment to be gone, and then started anew.
        """
        running = self.ensure(server)
        try:
            return connect(running)
        except StoreUnavailable:
            if not wait_until(lambda: not running.alive, 2):
                raise
        return connect(self.ensure(server))

    def running(self) -> dict[str, Running]:
        """The servers alive now, by name."""
        known = {server.name: recall(self.run / f"{server.name}.json") for server in self.all}
        return {name: running for name, running in known.items() if running and running.alive}

    def stop(self) -> list[str]:
        """Stop every server that runs; their names."""
        return [server.name for server in self.all if stop(server, self.run)]
