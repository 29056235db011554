"""The door that only reads: whatever a text says, nothing of it stays.

Every read runs in a READ ONLY transaction that is rolled back, in an open transaction in a
part of it that is; a typed text moreover behind DECLARE CURSOR, which takes one query and
nothing else. READ ONLY keeps tables, sequences and large objects as they are; the rollback
takes settings and notifications back; advisory locks are let go by hand.

What PostgreSQL gives no means to stop: a function that its owner made to act with the owner's
rights outside the database, and the end of other sessions of the same account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.pq import TransactionStatus

from ...core.errors import WriteRefused
from ...core.values import Parameters, Rows
from .adapters import Connection, binary_serves, learn_types, unknown_types
from .connection import READING_ROLE, command, keep_names, milliseconds
from .errors import translated
from .parameters import compiled, first_word
from .prepared import Prepared

_QUERIES = ("SELECT", "WITH", "VALUES", "TABLE")
_DECLARE = "DECLARE asked NO SCROLL CURSOR FOR "
_LIMITED = "SELECT * FROM (\n"
# A superuser who reads under a lesser role gets the rights back by set_config('role', …), which
# may hide in a text that another function runs, or in an escaped name. DECLARE CURSOR lets these
# pass, and no setting of PostgreSQL forbids them. A reading account has nothing to get back.
_RIGHTS_REGAINED = re.compile(
    r"""
    set_config (?! \s*\(\s* '(?!(?:role|session_authorization)')[\w.]+' \s*, )
  | query_to_xml | ts_stat | ts_rewrite | crosstab | connectby | dblink | u&"
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Door:
    """Reads on one session, by default for at most `timeout` seconds each."""

    def __init__(self, session: Connection, *, where: str, timeout: float, superuser: bool) -> None:
        self.session, self._where = session, where
        self._timeout, self._superuser = timeout, superuser
        # Prepared statements by the format that serves all their columns.
        self._binary: set[str] = set()
        self._text_only: set[str] = set()
        self._unknown: set[int] = set()
        self._settings: Sequence[str] = ()

    @contextmanager
    def under(self, settings: Sequence[str]) -> Iterator[Door]:
        """This door, whose reads but `prepared` begin with these statements until it is left."""
        self._settings = settings
        try:
            yield self
        finally:
            self._settings = ()

    def prepared(self, text: str, parameters: Parameters | None, limit: int | None) -> Rows:
        """The rows of a reviewed text: planned once, the limit applied by the server."""
        if self._inside:
            return self.asked(text, parameters, limit=limit, timeout=None)
        self._refuse(text)
        statement, values = bound(text, parameters)
        prefix = 0
        if limit is not None:
            statement = f"{_LIMITED}{statement}\n) AS answer LIMIT {limit + 1}"
            prefix = len(_LIMITED)
        with translated(text, where=self._where, reading=True, prefix=prefix):
            try:
                columns, found = self._run(statement, values or [])
            except (pg.FeatureNotSupported, pg.InvalidSqlStatementName) as error:
                if not _prepared_in_vain(error):
                    raise
                self._binary.discard(statement)
                columns, found = self._run(statement, values or [])
        return rows(columns, found, limit)

    def asked(
        self,
        text: str,
        parameters: Parameters | None,
        *,
        limit: int | None,
        timeout: float | None,
    ) -> Rows:
        """The rows of any text, fetched up to the limit."""
        with self._declared(text, parameters, timeout):
            count = "ALL" if limit is None else str(limit + 1)
            binary = self._is_binary([oid for _, oid in self._fields()])
            return result(self.session.execute(f"FETCH {count} FROM asked", binary=binary), limit)

    def described(self, text: str, parameters: Parameters | None) -> list[tuple[str, int]]:
        """The names and type ids of the columns that a text would give."""
        with self._declared(text, parameters, None):
            return self._fields()

    def plan(self, text: str, parameters: Parameters | None) -> dict[str, Any]:
        """PostgreSQL's own account of how it would run a text."""
        with self._declared(text, parameters, None):  # refuses what is not a query
            statement, values = bound(text, parameters)
            found = self.session.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchall()
            plan: dict[str, Any] = found[0][0][0]["Plan"]
            return plan

    def profile(
        self, text: str, parameters: Parameters | None, timeout: float | None
    ) -> dict[str, Any]:
        """As `plan`, of a text that ran, with what each node did."""
        with self._declared(text, parameters, timeout):
            statement, values = bound(text, parameters)
            measured = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
            told: dict[str, Any] = self.session.execute(measured, values).fetchall()[0][0][0]
            return {**told["Plan"], "Planning Time": told["Planning Time"]}

    def _refuse(self, text: str) -> None:
        """Raise for what is no query, and for a superuser's way back to rights laid down."""
        word = first_word(text)
        if word not in _QUERIES:
            raise WriteRefused(
                f"this door only reads: expected a query ({', '.join(_QUERIES)}), "
                f"found {word or 'nothing'}. Changes go through a load, a migration or a saga.",
                statement=text,
            )
        found = _RIGHTS_REGAINED.search(text) if self._superuser else None
        if found:
            raise WriteRefused(
                f"this door only reads, and here on a superuser's session, where {found[0]} could "
                "win the right to write back. Open the store with a reading account (`reader`), "
                "or leave that word out.",
                statement=text,
                position=found.start() + 1,
            )

    @contextmanager
    def _declared(
        self, text: str, parameters: Parameters | None, timeout: float | None
    ) -> Iterator[None]:
        """A server-side cursor `asked` over a text."""
        self._refuse(text)
        statement, values = bound(text, parameters)
        with (
            translated(text, where=self._where, reading=True, prefix=len(_DECLARE)),
            self._leaving_nothing(timeout),
        ):
            # Binary, because only the extended protocol refuses a second statement.
            self.session.execute(_DECLARE + statement, values, binary=True)
            yield

    def _run(
        self, statement: str, values: list[Any]
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows, in the binary format where that serves all columns."""
        if statement not in self._text_only:
            answer = self._statements.run(statement, values, binary=True)
            if statement in self._binary:
                return self._statements.load(answer)
            if self._is_binary([answer.ftype(at) for at in range(answer.nfields)]):
                self._binary.add(statement)
                return self._statements.load(answer)
            self._text_only.add(statement)
        return self._statements.load(self._statements.run(statement, values, binary=False))

    @cached_property
    def _statements(self) -> Prepared:
        return Prepared(self.session)

    @property
    def _inside(self) -> bool:
        """In a transaction that is not the door's own."""
        return self.session.pgconn.transaction_status == TransactionStatus.INTRANS

    @contextmanager
    def _leaving_nothing(self, timeout: float | None) -> Iterator[None]:
        inside = self._inside
        begin = (
            ["SAVEPOINT reading", "SET TRANSACTION READ ONLY"] if inside else ["BEGIN READ ONLY"]
        )
        if inside and self._superuser:
            begin += [keep_names(local=True), f"SET LOCAL ROLE {READING_ROLE}"]
        if inside or timeout is not None:
            limit = milliseconds(self._timeout if timeout is None else timeout)
            begin.append(f"SET LOCAL statement_timeout = {limit}")
        try:
            command(self.session, "; ".join([*begin, *self._settings]))
            yield
        finally:
            self._undo(inside)

    def _undo(self, inside: bool) -> None:
        # An open transaction keeps its advisory locks: they may be its own.
        end = "ROLLBACK TO reading; RELEASE reading"
        if not inside:
            end = "ROLLBACK; SELECT pg_advisory_unlock_all()"
        if not self.session.closed:
            command(self.session, end)

    def _fields(self) -> list[tuple[str, int]]:
        described = self.session.pgconn.describe_portal(b"asked")
        encoding = self.session.info.encoding
        names = [(described.fname(at) or b"").decode(encoding) for at in range(described.nfields)]
        return [(name, described.ftype(at)) for at, name in enumerate(names)]

    def _is_binary(self, oids: Sequence[int]) -> bool:
        """The format for a result; a type not seen before may have come with an extension."""
        new = unknown_types(self.session, oids) - self._unknown
        if new:
            learn_types(self.session)
            self._unknown |= unknown_types(self.session, new)
        return binary_serves(self.session, oids)


def _prepared_in_vain(error: psycopg.Error) -> bool:
    """A migration changed what a prepared statement gives, or DEALLOCATE dropped it."""
    source = error.diag.source_function
    return source in ("RevalidateCachedQuery", "FetchPreparedStatement")


def bound(text: str, parameters: Parameters | None) -> tuple[str, list[Any] | None]:
    """The text and its values; None without parameters, so that a script is sent as one."""
    statement = compiled(text)
    return statement.text, statement.values(parameters) or None


def result(cursor: psycopg.Cursor[tuple[Any, ...]], limit: int | None = None) -> Rows:
    """What a cursor holds."""
    columns = tuple(column.name for column in cursor.description or ())
    return rows(columns, cursor.fetchall(), limit)


def rows(columns: tuple[str, ...], found: list[tuple[Any, ...]], limit: int | None) -> Rows:
    """One row beyond the limit is left out and marks the others as truncated."""
    if limit is not None and len(found) > limit:
        return Rows(columns, found[:limit], truncated=True)
    return Rows(columns, found)
