"""The two sessions of a store: one that only reads, one that writes.

A session that died (the server stopped, an administrator ended it, the line broke) fails the
call that finds it so; the next call opens a new one. Not inside a transaction: what it wrote
before is undone, so that nothing that it says later may be kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.pq import TransactionStatus

from ...core.errors import StoreUnavailable, WorkbenchError
from .adapters import Connection, learn_types
from .connection import account, connect, is_superuser, place, reading_settings
from .errors import translated
from .reading import Door


class Sessions:
    """Sessions with one database, the reading one open from the start."""

    def __init__(self, conninfo: str, *, reader: str, timeout: float) -> None:
        self.where, self.reader = place(conninfo), reader
        self.settings: tuple[str, ...] = ()
        self.in_transaction = False
        self._conninfo, self._timeout = conninfo, timeout
        self._closed = False
        self._writing: Connection | None = None
        self._door = self._open_door()

    @property
    def closed(self) -> bool:
        """True once closed for good, and while a session is known to be dead."""
        return (
            self._closed
            or self._door.session.closed
            or bool(self._writing and self._writing.closed)
        )

    @property
    def reading(self) -> Door:
        """The door of the reading session, in a transaction of the session that it writes on."""
        if self.in_transaction:
            session = self.writing
            return self._door_to(session, superuser=is_superuser(session))
        self._refuse_closed()
        self._leave(self._door.session, TransactionStatus.IDLE, TransactionStatus.INTRANS)
        if self._door.session.closed:
            self._door = self._open_door()
        return self._door

    @property
    def writing(self) -> Connection:
        self._refuse_closed()
        if self._writing is not None and not self.in_transaction:
            self._leave(self._writing, TransactionStatus.IDLE)
        if self._writing is None or (self._writing.closed and not self.in_transaction):
            self._writing = connect(self._conninfo)
        return self._writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction of the writing session, or part of the one that is open."""
        session = self.writing
        outer, self.in_transaction = self.in_transaction, True
        try:
            with session.transaction():
                yield
            if session.closed:  # psycopg leaves the block of a dead session without a word
                raise psycopg.OperationalError("it ended before COMMIT")
        except psycopg.Error as error:
            with translated("COMMIT", where=self.where):
                raise error
        except Exception:
            raise
        except BaseException:
            # It may have cut off what begins or ends a transaction, which psycopg then counts
            # wrongly for ever; the server undoes what the session leaves.
            session.close()
            raise
        finally:
            self.in_transaction = outer

    def learn_new_types(self) -> None:
        """A script may have created the `vector` type, which both sessions then must know."""
        for session in (self._door.session, self._writing):
            if session is not None and not session.closed:
                learn_types(session)

    def close(self) -> None:
        self._closed = True
        for session in (self._door.session, self._writing):
            if session is not None:
                session.close()

    def _leave(self, session: Connection, *expected: TransactionStatus) -> None:
        """Close a session that an interrupt left in the midst of something.

        A transaction that it left open would take in what is written next, and lose it.
        """
        if session.pgconn.transaction_status not in expected:
            session.close()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"the store on {self.where} was closed. Open it again.")

    def _open_door(self) -> Door:
        session = connect(self.reader)
        superuser = is_superuser(session)
        owner = account(self._conninfo) if self.reader != self._conninfo else None
        self.settings = reading_settings(self._timeout, superuser=superuser, owner=owner)
        try:
            with translated("", where=self.where):
                session.execute("; ".join(self.settings))
        except WorkbenchError:
            session.close()
            raise
        return self._door_to(session, superuser=superuser)

    def _door_to(self, session: Connection, *, superuser: bool) -> Door:
        return Door(session, where=self.where, timeout=self._timeout, superuser=superuser)
