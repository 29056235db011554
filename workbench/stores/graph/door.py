"""A way into a graph server: one account, one access mode, one session that is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from threading import RLock, get_ident
from time import monotonic
from typing import Any, Literal, NamedTuple

from neo4j import Driver, Query, Record, Result, Session, Transaction
from neo4j.exceptions import IncompleteCommit, Neo4jError

from ...core.errors import NotSupported, QueryFailed, StoreUnavailable, WorkbenchError
from .deadline import Watch, let_interrupts_in
from .dialects import Dialect
from .errors import late, translated


class Fetched(NamedTuple):
    """What a statement gave, in the driver's values; `truncated`: more rows exist."""

    columns: tuple[str, ...]
    records: list[Record]
    truncated: bool = False


@dataclass
class _Block:
    """A transaction of several statements: whose it is, and how long it may last."""

    transaction: Transaction
    owner: int
    seconds: float
    due: float
    lost: bool = False


class Door:
    """Runs statements in one access mode, one at a time, so that threads can share it.

    Every statement has a limit in seconds, kept by the server, or by cutting the connection
    where the server ignores it. A session that was cut, or left half way by anything but the
    server's own refusal (an interrupt, say), is not used again: the next call opens another.
    """

    def __init__(
        self,
        driver: Driver,
        dialect: Dialect,
        *,
        where: str,
        mode: Literal["READ", "WRITE"],
        database: str | None,
    ) -> None:
        self._driver, self._dialect, self._where, self._mode = driver, dialect, where, mode
        self._database = database
        self._lock = RLock()
        self._watch = None if dialect.keeps_time_limit else Watch()
        self._kept: Session | None = None
        self._block: _Block | None = None
        self._closed = False

    @contextmanager
    def session(self, statement: str, seconds: float, *, prefix: str = "") -> Iterator[Session]:
        """The kept session, for one statement that ends within `seconds`.

        `prefix` is what is put before the author's `statement`. NotSupported inside a block.
        """
        self.refuse_in_block("this statement")
        with self._statement(statement, seconds, prefix=prefix) as session:
            yield session

    @contextmanager
    def _statement(self, statement: str, seconds: float, *, prefix: str = "") -> Iterator[Session]:
        told = translated(
            statement,
            where=self._where,
            reading=self._mode == "READ",
            parsed=lambda: self._dialect.parsed(prefix + statement),
        )
        let_interrupts_in()
        with self._lock, told:
            session = self._session()
            if self._watch:
                self._watch.start(seconds, lambda: _cut(session))
            try:
                yield session
            except BaseException as error:
                passed = self._limit_passed()
                if passed or not isinstance(error, (Neo4jError, WorkbenchError)):
                    self.cut()
                if passed and not isinstance(error, IncompleteCommit):
                    raise late(statement, self._where, seconds) from error
                raise
            if self._limit_passed():
                self.cut()

    @contextmanager
    def transaction(
        self, statement: str, seconds: float, *, keep: bool, prefix: str = ""
    ) -> Iterator[Transaction]:
        """A transaction of its own: committed where `keep` and no error, else rolled back.

        Inside a block it is the block's, which does not end with it. `prefix` as in `session`.
        """
        if block := self._own_block():
            with self._joined(block, statement) as joined:
                yield joined
            return
        with self._statement(statement, seconds, prefix=prefix) as session:
            transaction = session.begin_transaction(timeout=self._limit(seconds))
            try:
                yield transaction
                if keep:
                    transaction.commit()
                transaction.close()
            except (Neo4jError, WorkbenchError):
                transaction.close()
                raise

    @contextmanager
    def block(self, seconds: float) -> Iterator[None]:
        """One transaction for all that this thread runs, committed unless an error leaves it.

        It must end within `seconds`; other threads wait. A block in a block is a part of it. A
        statement that fails, or an inner block left by an error, ends it: nothing of it is
        kept, whoever catches the error.
        """
        with self._lock:
            outer = self._own_block()
            block = outer or self._begun(seconds)
            try:
                yield
                if not outer:
                    with self._joined(block, "COMMIT") as transaction:
                        transaction.commit()
            except BaseException:
                self._roll_back(block)
                raise
            finally:
                self._block = outer

    @property
    def in_block(self) -> bool:
        """Whether what this thread runs belongs to a block."""
        return self._own_block() is not None

    def refuse_in_block(self, what: str) -> None:
        """NotSupported inside a block, for what is stored at once and not undone with it."""
        if self.in_block:
            raise NotSupported(
                f"{what} is a transaction of its own on {self._where}, which leaving this block "
                "by an error would not undo; use write(), or leave the block first"
            )

    def _begun(self, seconds: float) -> _Block:
        with self._statement("BEGIN", seconds) as session:
            begun = session.begin_transaction(timeout=self._limit(seconds))
        self._block = _Block(begun, get_ident(), seconds, monotonic() + seconds)
        return self._block

    def _own_block(self) -> _Block | None:
        block = self._block
        return block if block and block.owner == get_ident() else None

    @contextmanager
    def _joined(self, block: _Block, statement: str) -> Iterator[Transaction]:
        """A block's transaction for one statement, which ends the block where it fails."""
        if block.lost:
            raise QueryFailed(
                f"an error ended the transaction of {self._where} before this: nothing of it is "
                "kept; leave the block and begin again",
                statement=statement,
            )
        left = block.due - monotonic()
        if left <= 0:
            self._roll_back(block)
            raise late(statement, self._where, block.seconds)
        block.lost = True
        with self._statement(statement, left):
            try:
                yield block.transaction
            except (Neo4jError, WorkbenchError):
                block.transaction.close()
                raise
        block.lost = False

    def _roll_back(self, block: _Block) -> None:
        if not block.lost:
            block.lost = True
            with suppress(WorkbenchError), self._statement("ROLLBACK", block.seconds):
                block.transaction.close()

    def _limit(self, seconds: float) -> float | None:
        """The limit to send, where the server keeps one."""
        return seconds if self._dialect.keeps_time_limit else None

    def run(
        self, session: Session, text: str, parameters: dict[str, Any], seconds: float
    ) -> Result:
        """Run in a transaction of the server's own making."""
        timed = Query(text, timeout=seconds) if self._dialect.keeps_time_limit else text
        return session.run(timed, parameters)

    def fetch(self, result: Result, limit: int | None) -> Fetched:
        """All rows, or the first `limit`; the rest is not computed where the engine allows."""
        columns = tuple(result.keys())
        if limit is None:
            return Fetched(columns, list(result))
        records = list(islice(result, limit + 1))
        if len(records) <= limit:
            return Fetched(columns, records)
        if self._dialect.discard_computes_all and not self.in_block:
            self.cut()
        else:
            result.consume()
        return Fetched(columns, records[:limit], truncated=True)

    def cut(self) -> None:
        """Drop the session and its connection without waiting for the server."""
        if self._kept is not None:
            _cut(self._kept)
            self._kept = None

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._watch:
                self._watch.close()
            if self._kept is not None:
                self._kept.close()
                self._kept = None

    def _session(self) -> Session:
        if self._closed:
            raise StoreUnavailable(f"the store of {self._where} is closed; open it again")
        if self._kept is None:
            self._kept = self._driver.session(
                database=self._database,
                default_access_mode=self._mode,
                # A retry that the driver hides would run a statement twice in one traced step.
                disable_auto_commit_retries=True,
            )
        return self._kept

    def _limit_passed(self) -> bool:
        return self._watch.stop() if self._watch else False


def _cut(session: Session) -> None:
    """Close a session's socket at once; `close()` would first wait for its open statement.

    Leaving the session by a cancellation is the driver's one public way to do so.
    """
    leave: Callable[..., None] = session.__exit__
    leave(asyncio.CancelledError, asyncio.CancelledError(), None)
