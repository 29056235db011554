"""A property graph over Bolt, through the official neo4j driver."""

from __future__ import annotations

from collections.abc import Iterable

import neo4j

from ...core.answer import Plan
from ...core.values import Edge, Engine, Node, Parameters, Rows
from . import plans, upserts
from .convert import Conversion
from .dialects import Dialect, recognised
from .door import Door, Fetched
from .errors import translated
from .guard import refuse_commands, refuse_writes, tells
from .parameters import sendable


class Bolt:
    """A graph server (ArcadeDB, Memgraph, Neo4j) with a door that reads and one that writes.

    `reader` is the user and password of an account that may only read; without one, reads use
    the same account. `timeout` is in seconds. A wrong login or a server that is not there is
    StoreUnavailable.
    """

    kind = "graph"

    def __init__(
        self,
        url: str,
        *,
        user: str = "",
        password: str = "",
        database: str | None = None,
        reader: tuple[str, str] | None = None,
        timeout: float = 30.0,
    ) -> None:
        self._where, self._timeout = f"the graph at {url}", timeout
        self._guarded = reader is not None
        self._drivers = [_driver(url, (user, password))]
        if reader:
            self._drivers.append(_driver(url, reader))
        try:
            with translated("", where=self._where):
                agent = self._drivers[0].get_server_info().agent
                self._drivers[-1].verify_connectivity()
        except BaseException:
            self._close_drivers()
            raise
        self._dialect, version = recognised(agent)
        opened = {"database": database} if database else {}
        self._writing = Door(self._drivers[0], self._dialect, self._where, mode="WRITE", **opened)
        self._reading = Door(self._drivers[-1], self._dialect, self._where, mode="READ", **opened)
        self._indexed: set[str] = set()
        self.engine = Engine(self._dialect.engine, version or self._asked_version())

    @property
    def dialect(self) -> Dialect:
        """What this engine spells in its own way."""
        return self._dialect

    def rows(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        reviewed: bool = False,
    ) -> Rows:
        """The rows of a query; see `core.protocols.Reads`.

        Reviewed text runs in one round trip of a READ session. Any other text runs in a READ
        transaction that is rolled back, and is refused before it is sent where neither the
        engine nor an account that may only read would stop it from writing.
        """
        seconds = self._timeout if timeout is None else timeout
        given = sendable(parameters or {})
        if reviewed:
            with self._reading.session(text, seconds) as session:
                result = self._reading.run(session, text, given, seconds)
                return self._rows(self._reading.fetch(result, limit))
        self._refuse(text)
        if tells(text):
            return self.rows(text, parameters, limit=limit, timeout=timeout, reviewed=True)
        with self._reading.transaction(text, seconds, keep=False) as transaction:
            return self._rows(self._reading.fetch(transaction.run(text, given), limit))

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """The engine's plan; nothing runs."""
        self._refuse(text)
        prefix = self._dialect.explain
        asked, seconds = prefix + text, self._timeout
        with self._reading.session(text, seconds, prefix=len(prefix)) as session:
            result = self._reading.run(session, asked, sendable(parameters or {}), seconds)
            lines = [str(record[0]) for record in result]
            plan = result.consume().plan
        if self._dialect.plan == "rows" or not plan:
            return plans.from_rows(lines)
        return (plans.from_tree if self._dialect.plan == "tree" else plans.from_text)(dict(plan))

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run a statement that changes the graph, in a transaction that is committed."""
        given = sendable(parameters or {})
        with self._writing.transaction(text, self._timeout, keep=True) as transaction:
            return self._rows(self._writing.fetch(transaction.run(text, given), None))

    def put(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> tuple[int, int]:
        """Store nodes, then edges, in batches of one transaction each; the numbers stored."""
        return upserts.put(self._writing, self._dialect, self._indexed, nodes, edges)

    def drop(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> tuple[int, int]:
        """Remove edges, then nodes with the edges at them; the numbers that were there."""
        return upserts.drop(self._writing, nodes, edges)

    def close(self) -> None:
        self._reading.close()
        self._writing.close()
        self._close_drivers()

    def _refuse(self, text: str) -> None:
        if self._guarded or self._dialect.enforces_read_mode:
            refuse_commands(text)
        else:
            refuse_writes(text, self._dialect)

    def _rows(self, fetched: Fetched) -> Rows:
        conversion = Conversion()
        values = conversion.rows(fetched.records)
        if conversion.nameless:
            values = Conversion(self._names(conversion.nameless)).rows(fetched.records)
        return Rows(fetched.columns, values, fetched.truncated)

    def _names(self, elements: set[str]) -> dict[str, str]:
        """Node ids of ends that came without their properties, by element id."""
        text = self._dialect.ids_of_elements
        found = self.rows(text, {"ids": sorted(elements)}, reviewed=True)
        return {element: str(own) for element, own in found.values if own is not None}

    def _asked_version(self) -> str:
        return str(self.rows(self._dialect.version, reviewed=True).values[0][0])

    def _close_drivers(self) -> None:
        for driver in self._drivers:
            driver.close()


def _driver(url: str, login: tuple[str, str]) -> neo4j.Driver:
    with translated("", where=f"the graph at {url}"):
        return neo4j.GraphDatabase.driver(
            url,
            auth=login if login[0] else None,
            connection_timeout=10.0,
            max_transaction_retry_time=0.0,
            notifications_min_severity="OFF",
            user_agent="polystore-workbench",
        )
