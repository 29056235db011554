"""A way into a graph server: one account, one access mode, one session that is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from threading import RLock
from typing import Any, Literal

from neo4j import Driver, Query, Result, Session, Transaction
from neo4j.exceptions import Neo4jError

from ...core.errors import WorkbenchError
from ...core.values import Rows
from .convert import Conversion
from .deadline import Watch
from .errors import late, translated


class Door:
    """Runs statements, one at a time, on an access mode of a driver.

    `limit_of_server`: the server ends what outlives the client's limit. Where it does not,
    a watch cuts the connection. A session whose connection was cut, or whose statement was
    interrupted half way, is never used again: the next call opens another.
    """

    def __init__(
        self, driver: Driver, where: str, *, mode: Literal["READ", "WRITE"], **session: Any
    ) -> None:
        self._driver, self.where, self.mode = driver, where, mode
        self._config = {"default_access_mode": mode, **session}
        self._lock = RLock()
        self._watch: Watch | None = None
        self._kept: Session | None = None
