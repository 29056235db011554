"""Reviewed statements: planned once, run in one round trip, undone.

BEGIN READ ONLY, the statement, ROLLBACK and the release of advisory locks go out together and
their answers come back together. psycopg forgets what it prepared at every ROLLBACK, so this
speaks to libpq; psycopg still turns values into bytes and back. Measured on a read of one row
by key over a socket: about 40 µs, where psycopg's execute() takes 44 to 48 and, between BEGIN
and ROLLBACK of their own, 100.
"""

from __future__ import annotations

import selectors
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from .adapters import Connection
from .connection import command

_BEFORE = {b"workbench_begin": b"BEGIN READ ONLY"}
_AFTER = {
    b"workbench_end": b"ROLLBACK",
    # They outlive a rollback.
    b"workbench_unlock": b"SELECT pg_advisory_unlock_all()",
}
_MOST = 500  # statements a session keeps, each some 10 kB in the server


class Prepared:
    """The prepared statements of one session, which is theirs alone to prepare on."""

    def __init__(self, session: Connection) -> None:
        self._session, self._pgconn = session, session.pgconn
        session.prepare_threshold = None
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._made = 0
        self._events = selectors.EVENT_READ
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pgconn.socket, self._events)

    def run(self, statement: str, values: list[Any], *, binary: bool) -> PGresult:
        """The server's answer to a statement, which is already undone; psycopg's errors."""
        dump = Transformer(self._session)
        sent = dump.dump_sequence(values, [PyFormat.AUTO] * len(values))
        name = self._name(statement, tuple(dump.types or ()))
        pgconn = self._pgconn
        pgconn.enter_pipeline_mode()
        try:
            for before in _BEFORE:
                pgconn.send_query_prepared(before, None)
            pgconn.send_query_prepared(name, sent, dump.formats, Format(binary))
            for after in _AFTER:
                pgconn.send_query_prepared(after, None)
            pgconn.pipeline_sync()
            answers = self._answers()
        finally:
            self._restore()
        return self._checked(answers, name)

    def load(self, answer: PGresult) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """The columns and rows of an answer."""
        loader = Transformer(self._session)
        loader.set_pgresult(answer)
        encoding = self._session.info.encoding
        names = ((answer.fname(at) or b"").decode(encoding) for at in range(answer.nfields))
        return tuple(names), loader.load_rows(0, answer.ntuples, tuple)

    def _name(self, statement: str, types: tuple[int, ...]) -> bytes:
        """The server's name for a statement with values of these types, prepared where new."""
        known = self._names.get((statement, types))
        if known:
            return known
        if self._made % _MOST == 0:
            self._names.clear()
            command(self._session, "DEALLOCATE ALL")
            for control, text in (_BEFORE | _AFTER).items():
                self._prepare(control, text)
        self._made += 1
        name = f"workbench_{self._made}".encode()
        self._prepare(name, statement.encode(self._session.info.encoding), types)
        self._names[statement, types] = name
        return name

    def _prepare(self, name: bytes, text: bytes, types: tuple[int, ...] = ()) -> None:
        self._check(self._pgconn.prepare(name, text, types))

    def _answers(self) -> list[PGresult]:
        """What came back, up to the end of the batch; an interrupt cancels the statement."""
        try:
            return self._received()
        except KeyboardInterrupt:
            self._session.cancel_safe()
            self._received()
            raise

    def _received(self) -> list[PGresult]:
        found: list[PGresult] = []
        while True:
            self._wait()
            answer = self._pgconn.get_result()
            if self._pgconn.status == ConnStatus.BAD:
                raise psycopg.OperationalError(self._pgconn.get_error_message())
            if answer is None:
                continue
            if answer.status == ExecStatus.PIPELINE_SYNC:
                return found
            found.append(answer)

    def _wait(self) -> None:
        """Until an answer is there; a statement too long for the socket is sent in parts."""
        while self._pgconn.flush():
            self._select(selectors.EVENT_READ | selectors.EVENT_WRITE)
        while self._pgconn.is_busy():
            self._select(selectors.EVENT_READ)

    def _select(self, events: int) -> None:
        if self._events != events:
            self._selector.modify(self._pgconn.socket, events)
            self._events = events
        self._selector.select()
        self._pgconn.consume_input()

    def _restore(self) -> None:
        """An idle session again; after a failure the end of the batch did not run."""
        try:
            self._pgconn.exit_pipeline_mode()
            if self._pgconn.transaction_status != TransactionStatus.IDLE:
                command(self._session, "ROLLBACK; SELECT pg_advisory_unlock_all()")
        except psycopg.Error:
            self._session.close()  # the answers that are missing would be taken for the next

    def _checked(self, answers: list[PGresult], name: bytes) -> PGresult:
        for answer in answers:
            if answer.status == ExecStatus.FATAL_ERROR:
                # Its plan may have gone stale, so it is prepared anew.
                self._names = {key: known for key, known in self._names.items() if known != name}
                self._check_forgotten(answer)
                self._check(answer)
        return answers[len(_BEFORE)]

    def _check_forgotten(self, answer: PGresult) -> None:
        """Begin anew where a function of the author's ran DEALLOCATE or DISCARD ALL."""
        if answer.error_field(DiagnosticField.SQLSTATE) == b"26000":
            self._names, self._made = {}, 0

    def _check(self, answer: PGresult) -> None:
        if self._session.closed:
            raise psycopg.OperationalError(self._pgconn.get_error_message())
        if answer.status == ExecStatus.FATAL_ERROR:
            raise psycopg.errors.error_from_result(answer, self._session.info.encoding)
