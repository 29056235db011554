"""What others tell over a channel of PostgreSQL, collected between other work."""

from __future__ import annotations

import select
from threading import Lock

import psycopg

from ...core.errors import StoreUnavailable
from .adapters import Connection
from .connection import connect, identifier, place
from .errors import translated

LOST = ""  # stands for messages that may have passed unheard


class Listening:
    """The messages of one channel, on a session of its own.

    A session that died is StoreUnavailable once; the next call opens a new one.
    """

    def __init__(self, conninfo: str, channel: str) -> None:
        self._conninfo, self._channel = conninfo, channel
        self._where, self._lock = place(conninfo), Lock()
        self._session: Connection | None = None
        self._closed = False
        self._open()

    def heard(self) -> list[str]:
        """Messages since the last call, in the order of their commits; returns at once.

        "" stands for what may have been missed while no session was open: look yourself.
        """
        with self._lock:  # a poll object refuses a second thread
            if self._session is None:
                self._open()
                return [LOST]
            return self._taken(self._session) if self._ready.poll(0) else []

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._forget()

    def _open(self) -> None:
        if self._closed:
            raise StoreUnavailable(
                f"listening on {self._where} has ended: it was closed. Open it again."
            )
        session = connect(self._conninfo)
        try:
            with translated("LISTEN", where=self._where):
                session.execute(f"LISTEN {identifier(self._channel)}")
        except BaseException:
            session.close()
            raise
        self._ready = select.poll()
        self._ready.register(session.fileno(), select.POLLIN)
        self._session = session

    def _taken(self, session: Connection) -> list[str]:
        try:
            with translated("LISTEN", where=self._where, reading=True):
                session.pgconn.consume_input()
                if session.closed:
                    raise psycopg.OperationalError(session.pgconn.get_error_message())
        except StoreUnavailable:
            self._forget()
            raise
        found = []
        while message := session.pgconn.notifies():
            found.append(message.extra.decode())
        return found

    def _forget(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None
