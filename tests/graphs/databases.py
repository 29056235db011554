"""The databases of the local graph server that the suites share."""

from __future__ import annotations

from typing import Any

from tests.conftest import engines
from workbench.stores.graph.arcade import ArcadeServer
from workbench.stores.graph.databases import Databases


def local_databases(servers: Any) -> Databases:
    server = servers.of("graph", engines("graph")[0])
    port, password = server.admin
    return Databases(ArcadeServer(port, password), lambda name: server.open(database=name))
