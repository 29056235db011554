"""A property graph behind Bolt: ArcadeDB, Neo4j or Memgraph, through the official driver."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

from neo4j import Driver, GraphDatabase

from ...core.answer import Plan
from ...core.errors import BadInput, BadParameters, WriteRefused
from ...core.values import Edge, Engine, Node, Parameters, Rows
from . import guard, planning
from .bulk import Bulk
from .convert import Conversion
from .dialects import recognised
from .door import Door, Fetched
from .errors import translated
from .parameters import bound
from .records import weight

# Bytes left for the statement and the headers of its parameters.
_REST_OF_A_MESSAGE = 100_000

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


class Bolt:
    """A graph with two doors: one that only reads, one that writes.

    `reader` is an account that may only read, where the server has one; all reads are its.
    `timeout` is the limit in seconds of every statement that names none. `dialect` tells how
    this engine spells what Cypher leaves open. Threads may share the store; each door serves
    one statement at a time.

    What comes back: nodes and edges as `core` values; dates and times as Python's, cut to
    microseconds, a zone as its offset; durations as ISO 8601 text; points as dicts. What is
    sent: a zone becomes its offset, too. ArcadeDB 26.10 stores a zoned datetime that `write`
    sends as its moment in UTC without a zone; `put` keeps the offset, and so does
    `datetime($text)` in a statement. ArcadeDB sends no columns with a result of no rows, so
    such a result has none.
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
        self._where, self._timeout = _place(url), timeout
        with ExitStack() as opened, translated("", where=self._where):
            writing = opened.enter_context(_driver(url, (user, password), timeout))
            reading = opened.enter_context(_driver(url, reader, timeout)) if reader else writing
            self.dialect, version = recognised(reading.get_server_info().agent)
            self._has_reader = reader is not None
            self._reads = Door(
                reading, self.dialect, where=self._where, mode="READ", database=database
            )
            self._writes = Door(
                writing, self.dialect, where=self._where, mode="WRITE", database=database
            )
            opened.callback(self._reads.close)
            opened.callback(self._writes.close)
            self._bulk = Bulk(self._writes, self.dialect, timeout)
            self._engine = Engine(self.dialect.engine, version or self._version())
            self._check_login()
            self._opened = opened.pop_all()

    @property
    def engine(self) -> Engine:
        return self._engine

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

        Reviewed text runs in one round trip in READ mode. Any other text runs in a READ
        transaction that is always rolled back; where the engine does not enforce that mode,
        text with a clause that writes is refused before it is sent, and so is, without a
        `reader` account, a procedure that is not known to read only. Inside `transaction()`
        both run in it, and typed text is refused by its words on every engine.
        """
        if self._writes.in_block:
            return self._rows_in_block(text, parameters, limit, reviewed=reviewed)
        if not reviewed:
            self._refuse_writes(text)
        seconds, given = timeout or self._timeout, self._bound(text, parameters)
        if reviewed or guard.tells(text):
            with self._reads.session(text, seconds) as session:
                fetched = self._reads.fetch(self._reads.run(session, text, given, seconds), limit)
        else:
            with self._reads.transaction(text, seconds, keep=False) as transaction:
                fetched = self._reads.fetch(transaction.run(text, given), limit)
        return self._rows(text, fetched, seconds)

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run one statement that changes the graph, all or none: the rows it returns.

        Never repeated: where another's change collides, QueryFailed says so and nothing is
        stored. An index or a constraint is created outside of any transaction of ours.
        """
        return self.changed(text, parameters)[0]

    def changed(
        self, text: str, parameters: Parameters | None = None
    ) -> tuple[Rows, dict[str, int]]:
        """As `write`: the rows, and what was changed by the engine's count (nodes_created, …)."""
        given = self._bound(text, parameters)
        if guard.is_schema_command(text):
            with self._writes.session(text, self._timeout) as session:
                result = self._writes.run(session, text, given, self._timeout)
                fetched = self._writes.fetch(result, None)
                counters = result.consume().counters
        else:
            # On ArcadeDB a statement without a transaction commits while it runs: slower by a
            # factor of 20 over many rows, and not undone when it fails at its RETURN.
            with self._writes.transaction(text, self._timeout, keep=True) as transaction:
                result = transaction.run(text, given)
                fetched = self._writes.fetch(result, None)
                counters = result.consume().counters
        counted = {name: n for name, n in vars(counters).items() if type(n) is int and n}
        return self._rows(text, fetched, self._timeout), counted

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What this thread writes inside is kept together, or not at all where an error leaves.

        Reads inside see it. The whole block has the store's time limit. `put`, `drop` and
        indexes, which commit batch by batch, are NotSupported inside. Another's change of the
        same records is told as QueryFailed, at the latest when the block ends.
        """
        with self._writes.block(self._timeout):
            yield

    def put(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> tuple[int, int]:
        """Store nodes, then edges; see `core.protocols.Graph`.

        Labels after a node's first are added to it. Ends without a label are searched by id
        among all nodes, which is slow. What cannot be stored is BadInput naming the record:
        an end that is missing or ambiguous, a property `id` that differs from the node's id,
        a property with parts, on ArcadeDB a name that is both a label and a type or has one of
        `,*~`. Batches of up to 2,000 records are stored each as a whole; a note on an error
        says how much was stored before it.
        """
        self._writes.refuse_in_block("put()")
        return self._bulk.put(nodes, edges)

    def drop(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> tuple[int, int]:
        """Remove edges, then nodes with the edges at them; the numbers that were there.

        Their properties do not matter. An edge without end labels is looked for at every node
        of these ids.
        """
        self._writes.refuse_in_block("drop()")
        return self._bulk.drop(nodes, edges)

    def admit(self, labels: Collection[str] = (), types: Collection[str] = ()) -> None:
        """BadInput where `put` would refuse a node of these labels or an edge of these types."""
        self._bulk.admit(labels, types)

    def index(self, labels: Iterable[str]) -> None:
        """Give labels the index on `id` that `put` gives them, before they have nodes."""
        self._writes.refuse_in_block("index()")
        for label in labels:
            self._bulk.indexes.make(label)

    def unindex(self, labels: Iterable[str]) -> None:
        """Take that index away; a label without one is left alone, and so are all nodes."""
        self._bulk.indexes.drop(labels)

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """The engine's plan for `text`, which is not run; the last operator is the root.

        Estimated rows where Neo4j gives them, rows and cost where ArcadeDB's optimizer does,
        neither from Memgraph.
        """
        if self.dialect.explain_runs_schema_commands and guard.is_schema_command(text):
            raise WriteRefused(
                f"{self._where} would run this, not explain it: an index or a constraint has "
                "no plan",
                statement=text,
            )
        given = self._bound(text, parameters)
        return planning.explained(self._reads, self.dialect, text, given, self._timeout)

    def profile(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Plan:
        """The plan of `text` as it ran; see `core.protocols.Profiles`.

        ArcadeDB does not measure the steps that its optimizer plans, and tells no rows of some
        others; of a UNION it shows none.
        """
        planning.refuse_measuring(self.dialect, text)
        self._refuse_writes(text)
        given, seconds = self._bound(text, parameters), timeout or self._timeout
        return planning.measured(self._reads, self.dialect, text, given, seconds)

    def close(self) -> None:
        self._opened.close()

    def _bound(self, text: str, parameters: Parameters | None) -> dict[str, Any]:
        """Parameters as they are sent; BadParameters where the engine would never answer."""
        given, largest = bound(text, parameters), self.dialect.largest_message
        if largest and weight(given) > largest - _REST_OF_A_MESSAGE:
            raise BadParameters(
                f"the parameters hold about {weight(given):,} bytes; {self._where} takes "
                f"messages of {largest:,}. Send them in parts, or keep them in the object store."
            )
        return given

    def _rows(self, text: str, fetched: Fetched, seconds: float) -> Rows:
        conversion = Conversion()
        with translated(text, where=self._where):
            values = conversion.rows(fetched.records)
        if conversion.nameless:
            names = self._names(conversion.nameless, seconds)
            values = Conversion(names).rows(fetched.records)
        return Rows(fetched.columns, values, fetched.truncated)

    def _names(self, elements: set[str], seconds: float) -> dict[str, str]:
        """Node ids of elements that a result named as ends of edges and did not show."""
        text, given = self.dialect.ids_of_elements, {"ids": list(elements)}
        if self._writes.in_block:
            with self._writes.transaction(text, seconds, keep=False) as transaction:
                found = self._writes.fetch(transaction.run(text, given), None)
        else:
            with self._reads.session(text, seconds) as session:
                found = self._reads.fetch(self._reads.run(session, text, given, seconds), None)
        return {element: element if own is None else str(own) for element, own in found.records}

    def _rows_in_block(
        self, text: str, parameters: Parameters | None, limit: int | None, *, reviewed: bool
    ) -> Rows:
        if not reviewed:  # this transaction may write, so that the words are the lock
            guard.refuse_writes(text)
            guard.refuse_calls(text, self.dialect)
        given = self._bound(text, parameters)
        with self._writes.transaction(text, self._timeout, keep=False) as transaction:
            fetched = self._writes.fetch(transaction.run(text, given), limit)
        return self._rows(text, fetched, self._timeout)

    def _refuse_writes(self, text: str) -> None:
        if self.dialect.enforces_read_mode:
            return
        guard.refuse_writes(text)
        if not self._has_reader:
            guard.refuse_calls(text, self.dialect)

    def _version(self) -> str:
        with self._reads.session(self.dialect.version, self._timeout) as session:
            return str(session.run(self.dialect.version).single(strict=True)[0])

    def _check_login(self) -> None:
        """Each account may use the database; a wrong name shows here, not at the first question."""
        for door in (self._reads, self._writes):
            with door.session("RETURN 1", self._timeout) as session:
                session.run("RETURN 1").consume()


def _driver(url: str, account: tuple[str, str], timeout: float) -> Driver:
    auth = account if account[0] else None
    return GraphDatabase.driver(
        url,
        auth=auth,
        connection_timeout=timeout,
        # A server that takes the connection and says nothing is waited for by this limit.
        connection_acquisition_timeout=timeout,
        telemetry_disabled=True,
    )


def _place(url: str) -> str:
    """A URL that a person may see; BadInput for one that is none, or that tells a password."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in _SCHEMES and parts.hostname and (parts.port or 7687)
    except ValueError:
        known = False
    if not known or "@" in url:
        raise BadInput(
            f"expected a URL such as bolt://host:7687, seen: {url.rpartition('@')[2]!r}; "
            "correct it, and give user and password beside it"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
