"""PostgreSQL with pgvector, through psycopg 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from numbers import Integral, Real
from threading import RLock
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from ...core.answer import Plan
from ...core.errors import NotSupported, QueryFailed
from ...core.frames import distinct_names
from ...core.protocols import Reads
from ...core.values import Engine, Parameters, Rows
from .adapters import Connection
from .connection import command, server, type_names
from .copying import copy_in
from .errors import translated
from .parameters import inlined
from .plans import to_plan
from .reading import Door, bound, result
from .sessions import Sessions
from .tuning import Tuned, statements

if TYPE_CHECKING:
    import polars

    from .listening import Listening
    from .unloading import Snapshot

_SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0"


class Postgres:
    """A PostgreSQL database with two sessions: one that only reads, one that writes.

    `conninfo` is a libpq connection string or URL; `reader`, where given, logs in with an
    account that may only read. Reads are always on the reading session, except inside
    `transaction()`, where they see what the transaction wrote. The writing session opens
    on the first write. A numpy array stands for a pgvector `vector`, a dict for `jsonb`.

    A session that died, with its server or alone, is StoreUnavailable once; its next call
    opens a new one, without the temporary tables and settings of the old. A transaction ends
    with its session: nothing of it is kept, and every call until its block is left fails. A
    full disk is StoreUnavailable too, and leaves things as they were before the call.
    """

    kind = "relational"

    def __init__(self, conninfo: str, *, reader: str | None = None, timeout: float = 30.0) -> None:
        self._conninfo, self._reader_conninfo = conninfo, reader or conninfo
        self._lock = RLock()
        self._sessions = Sessions(conninfo, reader=self._reader_conninfo, timeout=timeout)
        self._where = self._sessions.where

    @cached_property
    def engine(self) -> Engine:
        with self._lock, translated("", where=self._where):
            version, extensions = server(self._sessions.reading.session)
        return Engine("postgres", version, extensions)

    @property
    def closed(self) -> bool:
        """True once closed, and from when a session was found dead to the next call."""
        return self._sessions.closed

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

        Every read is rolled back. Reviewed text runs prepared, with the limit applied by the
        server; any other text runs behind DECLARE CURSOR, its rows fetched up to the limit.
        """
        # As `_reading`, without the cost of a generator: this is every question's way.
        with self._lock, translated(text, where=self._where, reading=True):
            door = self._sessions.reading
            if reviewed and timeout is None:
                return door.prepared(text, parameters, limit)
            return door.asked(text, parameters, limit=limit, timeout=timeout)

    def frame(self, text: str, parameters: Parameters | None = None) -> polars.DataFrame:
        """The whole result as a polars frame.

        Numbers, text, times, bytes and arrays of them keep their types, vectors are
        List(Float32); numeric, uuid, json and every other type arrive as text. Inside
        `transaction()` it is NotSupported, for it reads on a session of its own.
        """
        from . import frames

        if self._sessions.in_transaction:
            raise NotSupported(
                "frame() would not see what this transaction wrote; use rows(…).polars()"
            )
        with self._reading(text) as door:
            described = door.described(text, parameters)
            types = type_names(door.session, [oid for _, oid in described])
            plain = inlined(text, lambda name: _literal((parameters or {})[name], door.session))
            data = self._frame(door, frames.select(plain, types))
            return frames.checked(data, distinct_names([name for name, _ in described]))

    def _frame(self, door: Door, text: str) -> polars.DataFrame:
        from . import frames

        settings = self._sessions.settings
        try:
            return frames.read(self._reader_conninfo, settings, text, where=self._where)
        except psycopg.Error:
            door.session.execute("SELECT 1")  # where the server died, this says so
            raise

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """PostgreSQL's plan for `text` with these parameters; nothing runs."""
        with self._reading(text) as door:
            return to_plan(door.plan(text, parameters))

    def profile(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Plan:
        """The plan of `text` as it ran, with buffers; see `core.protocols.Profiles`."""
        with self._reading(text) as door:
            return to_plan(door.profile(text, parameters, timeout))

    def under(self, settings: Mapping[str, str]) -> Reads:
        """Reads under settings of planning and index search; see `core.protocols.Tunes`."""
        return Tuned(self, self._reading, settings)

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run one statement, or a script of several where there are no parameters.

        A script gives what its last statement gives. Outside `transaction()` it commits
        before it returns, a script as a whole.
        """
        with self._lock, translated(text, where=self._where):
            session = self._sessions.writing
            done = session.execute(*bound(text, parameters))
            while done.nextset():
                pass
            self._check_transaction(session, text)
            if "extension" in text.lower():
                self._sessions.learn_new_types()
                self.__dict__.pop("engine", None)
            return result(done) if done.description else _affected(done.rowcount)

    def _check_transaction(self, session: Connection, text: str) -> None:
        """BEGIN and COMMIT are not for scripts: their writes would be lost, or kept too early."""
        expected = (
            TransactionStatus.INTRANS if self._sessions.in_transaction else TransactionStatus.IDLE
        )
        if session.info.transaction_status == expected:
            return
        if not self._sessions.in_transaction:
            session.execute("ROLLBACK")
        raise QueryFailed(
            "the text opens or ends a transaction of its own; expected statements alone. Leave "
            "BEGIN, COMMIT and ROLLBACK to transaction().",
            statement=text,
        )

    def put(self, table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> int:
        """Append records by binary COPY, all or none; the number stored.

        A record that does not fit its columns is BadInput with its number or PostgreSQL's line.
        """
        with self._lock, translated(f"COPY {table}", where=self._where):
            return copy_in(self._sessions.writing, table, columns, records, where=self._where)

    def fill(self, table: str, columns: Mapping[str, Any]) -> int:
        """Append records that are given column by column, all or none; the number stored.

        A column of bigint takes integers or None, or one number for all rows, as do integer,
        double precision and boolean without None; numeric takes unsigned 64-bit integers, text,
        json and jsonb take texts or None, vector an array (n, d) or
        `core.collections.records.Vectors`. Other types are NotSupported; `put` takes them.
        What does not fit is BadInput with PostgreSQL's line.
        """
        from .filling import fill

        with self._lock, translated(f"COPY {table}", where=self._where):
            return fill(self._sessions.writing, table, columns, where=self._where)

    @contextmanager
    def snapshot(self, settings: Mapping[str, str] | None = None) -> Iterator[Snapshot]:
        """Whole results as arrays, all of one moment; without the limit on a read's time.

        Inside `transaction()` they are those of the transaction, as each query finds them.
        `settings` are of the planner, as in `under`.
        """
        from .unloading import Snapshot

        with self._lock, translated("", where=self._where, reading=True):
            session = self._sessions.reading.session
            begin, end = (_SNAPSHOT, "ROLLBACK")
            if self._sessions.in_transaction:
                begin, end = ("SAVEPOINT snapshot", "ROLLBACK TO snapshot; RELEASE snapshot")
            command(session, "; ".join((begin, *statements(settings or {}))))
            try:
                yield Snapshot(session, self._where)
            finally:
                if not session.closed:
                    command(session, end)

    def listening(self, channel: str) -> Listening:
        """The messages of a channel from now on, on a session of its own."""
        from .listening import Listening

        return Listening(self._conninfo, channel)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Writes inside are kept together, or not at all when the block is left by an error.

        Reads inside see them, and do not write either.
        """
        with self._lock, self._sessions.transaction():
            yield

    def close(self) -> None:
        self._sessions.close()

    @contextmanager
    def _reading(self, text: str) -> Iterator[Door]:
        with self._lock, translated(text, where=self._where, reading=True):
            yield self._sessions.reading


def _literal(value: Any, session: Connection) -> str:
    """A value as SQL; in brackets, since a sign binds less than what may follow."""
    text = sql.Literal(value).as_string(session)
    fractional = isinstance(value, Real) and not isinstance(value, Integral)
    if fractional and "::" not in text:
        return f"({text}::float8)"  # a bare 1.5 is numeric
    return f"({text})"


def _affected(count: int) -> Rows:
    return Rows(("affected",), [(max(count, 0),)])
