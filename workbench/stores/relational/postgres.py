"""PostgreSQL with pgvector, through psycopg 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from ...core.answer import Plan
from ...core.errors import WriteRefused
from ...core.frames import distinct_names
from ...core.values import Engine, Parameters, Rows
from .connection import (
    Connection,
    connect,
    identifier,
    learn_types,
    place,
    reading_settings,
    server,
    type_name,
)
from .errors import bad_records, translated
from .parameters import compiled, first_word, inlined
from .plans import to_plan

if TYPE_CHECKING:
    import polars

_QUERIES = ("SELECT", "WITH", "VALUES", "TABLE")
_DECLARE = "DECLARE asked NO SCROLL CURSOR FOR "
_LIMITED = "SELECT * FROM (\n"


class Postgres:
    """A PostgreSQL database with two sessions: one that only reads, one that writes.

    `conninfo` is a libpq connection string or URL; `reader`, where given, logs in with an
    account that may only read. Reads are always on the reading session, except inside
    `transaction()`, where they see what the transaction wrote. The writing session opens
    on the first write. A numpy array stands for a pgvector `vector`, a dict for `jsonb`.
    """

    kind = "relational"

    def __init__(self, conninfo: str, *, reader: str | None = None, timeout: float = 30.0) -> None:
        self._conninfo, self._reader_conninfo = conninfo, reader or conninfo
        self._where = place(conninfo)
        self._lock = RLock()
        self._reader = connect(self._reader_conninfo)
        self._settings = reading_settings(self._reader, timeout)
        self._reader.execute("; ".join(self._settings))
        self._cursor = self._reader.cursor(binary=True)
        self._writer: Connection | None = None
        self._in_transaction = False
        self._knows_vectors = False

    @cached_property
    def engine(self) -> Engine:
        with translated("", where=self._where):
            version, extensions = server(self._reader)
        return Engine("postgres", version, extensions)

    @property
    def closed(self) -> bool:
        """True once closed, or once a session was found dead."""
        return self._reader.closed or bool(self._writer and self._writer.closed)

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

        Reviewed text runs prepared, binary, in one round trip, with the limit applied by the
        server. Any other text runs behind DECLARE CURSOR, which takes nothing but a query, in a
        READ ONLY transaction that is rolled back; its rows are fetched up to the limit.
        """
        with self._lock, translated(text, where=self._where, reading=not self._in_transaction):
            if self._in_transaction:
                return _result(self._write_session.execute(*_bound(text, parameters)), limit)
            if reviewed and timeout is None:
                return self._reviewed(text, parameters, limit)
            return self._typed(text, parameters, limit, timeout)

    def _reviewed(self, text: str, parameters: Parameters | None, limit: int | None) -> Rows:
        statement, values = _bound(text, parameters)
        if limit is None:
            return _result(self._cursor.execute(statement, values, prepare=True), None)
        limited = f"{_LIMITED}{statement}\n) AS answer LIMIT {limit + 1}"
        with translated(text, where=self._where, reading=True, prefix=len(_LIMITED)):
            return _result(self._cursor.execute(limited, values, prepare=True), limit)

    def _typed(
        self, text: str, parameters: Parameters | None, limit: int | None, timeout: float | None
    ) -> Rows:
        with self._cursor_for(text, parameters, timeout) as name:
            fetch = "ALL" if limit is None else str(limit + 1)
            return _result(self._reader.execute(f"FETCH {fetch} FROM {name}"), limit)

    @contextmanager
    def _cursor_for(
        self, text: str, parameters: Parameters | None, timeout: float | None
    ) -> Iterator[str]:
        """A server-side cursor over `text` in a transaction that leaves nothing behind."""
        word = first_word(text)
        if word not in _QUERIES:
            raise WriteRefused(
                f"this door only reads: expected a query ({', '.join(_QUERIES)}), "
                f"found {word or 'nothing'}. Changes go through a load, a migration or a saga.",
                statement=text,
            )
        statement, values = _bound(text, parameters)
        self._reader.execute("BEGIN READ ONLY")
        try:
            if timeout is not None:
                self._reader.execute(f"SET LOCAL statement_timeout = {int(timeout * 1000)}")
            with translated(text, where=self._where, reading=True, prefix=len(_DECLARE)):
                # Binary, because only the extended protocol refuses a second statement.
                self._reader.execute(_DECLARE + statement, values, binary=True)
            yield "asked"
        finally:
            if not self._reader.closed:
                # Advisory locks outlive a rollback; they are the one thing a query can leave.
                self._reader.execute("ROLLBACK; SELECT pg_advisory_unlock_all()")

    def frame(self, text: str, parameters: Parameters | None = None) -> polars.DataFrame:
        """The whole result as a polars frame.

        Numbers, text, times, bytes and arrays of them keep their types, vectors are
        List(Float32); numeric, uuid, json and every other type arrive as text.
        """
        from . import frames

        with self._lock, translated(text, where=self._where, reading=True):
            with self._cursor_for(text, parameters, None) as name:
                described = self._reader.execute(f"FETCH 0 FROM {name}").description or ()
            types = [type_name(self._reader, column.type_code) for column in described]
            plain = inlined(text, lambda name: self._literal((parameters or {})[name]))
        data = frames.read(self._reader_conninfo, self._settings, frames.select(plain, types))
        data.columns = distinct_names([column.name for column in described])
        return data

    def _literal(self, value: Any) -> str:
        return sql.Literal(value).as_string(self._reader)

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        """PostgreSQL's plan for `text` with these parameters; nothing runs."""
        with self._lock, translated(text, where=self._where, reading=True):
            with self._cursor_for(text, parameters, None):
                pass  # refuses what is not a query before EXPLAIN sees it
            statement, values = _bound(text, parameters)
            found = self._reader.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchone()
        return to_plan(found[0][0]["Plan"]) if found else Plan("nothing")

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        """Run one statement, or a script of several where there are no parameters.

        Outside `transaction()` it commits before it returns, a script as a whole.
        """
        with self._lock, translated(text, where=self._where):
            done = self._write_session.execute(*_bound(text, parameters))
            written = _result(done, None) if done.description else _affected(done.rowcount)
            if not parameters:
                self._learn_new_types()
            return written

    def put(self, table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> int:
        """Append records by binary COPY, all or none; the number stored.

        A record that does not fit its columns is BadInput with PostgreSQL's words and line.
        """
        names = ", ".join(identifier(column) for column in columns)
        target = f"{identifier(table)} ({names})"
        with self._lock, translated(f"COPY {target}", where=self._where):
            session = self._write_session
            shape = session.execute(f"SELECT {names} FROM {identifier(table)} LIMIT 0").description
            try:
                return _copy(session, target, [c.type_code for c in shape or ()], records)
            except (psycopg.DataError, psycopg.IntegrityError, TypeError, ValueError) as error:
                raise bad_records(error, table) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Writes inside are kept together, or not at all when the block is left by an error."""
        with self._lock:
            with translated("BEGIN", where=self._where):
                session = self._write_session
            outer, self._in_transaction = self._in_transaction, True
            try:
                with session.transaction():
                    yield
            except psycopg.Error as error:
                with translated("COMMIT", where=self._where):
                    raise error
            finally:
                self._in_transaction = outer
            self._learn_new_types()

    def close(self) -> None:
        for session in (self._reader, self._writer):
            if session is not None:
                session.close()

    @property
    def _write_session(self) -> Connection:
        if self._writer is None or self._writer.closed:
            self._writer = connect(self._conninfo)
        return self._writer

    def _learn_new_types(self) -> None:
        """A script may have created the `vector` type, which both sessions then must know.

        While its transaction is open only the writing session can see the type.
        """
        if self._knows_vectors:
            return
        if self._writer is not None:
            learn_types(self._writer)
        self._knows_vectors = not self._in_transaction and learn_types(self._reader)
        self._cursor = self._reader.cursor(binary=True)  # a cursor keeps the types it was born with
        self.__dict__.pop("engine", None)


def _bound(text: str, parameters: Parameters | None) -> tuple[str, list[Any] | None]:
    """The text and its values; None without parameters, so that a script is sent as one."""
    statement = compiled(text)
    return statement.text, statement.values(parameters) if statement.names else None


def _result(cursor: psycopg.Cursor[tuple[Any, ...]], limit: int | None) -> Rows:
    columns = tuple(column.name for column in cursor.description or ())
    found = cursor.fetchall()
    if limit is not None and len(found) > limit:
        return Rows(columns, found[:limit], truncated=True)
    return Rows(columns, found)


def _affected(count: int) -> Rows:
    return Rows(("affected",), [(max(count, 0),)])


def _copy(
    session: Connection, target: str, types: list[int], records: Iterable[Sequence[Any]]
) -> int:
    cursor = session.cursor()
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for record in records:
            copy.write_row(record)
    return cursor.rowcount
