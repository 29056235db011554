"""PostgreSQL's errors, told as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors as pg

from ...core.errors import (
    BadInput,
    QueryFailed,
    StoreUnavailable,
    WorkbenchError,
    WriteRefused,
)
from .parameters import compiled

_NO_ROOM = (pg.DiskFull, pg.OutOfMemory)
# A quota and a limit on the size of a file have no state of their own.
_FULL = ("No space left on device", "Disk quota exceeded", "File too large")
_ONLY_READS = (pg.ReadOnlySqlTransaction, pg.InsufficientPrivilege, pg.InvalidCursorDefinition)
# Where PostgreSQL says "feature not supported" of a query that writes: behind DECLARE, in a
# subquery, and in a nested query such as that of query_to_xml.
_REFUSE_WRITES = {"transformDeclareCursorStmt", "transformWithClause", "_SPI_execute_plan"}


@contextmanager
def translated(
    statement: str, *, where: str, reading: bool = False, prefix: int = 0
) -> Iterator[None]:
    """Runs a block; what the driver raises leaves as one of our errors.

    `statement` is the text as the author wrote it, `prefix` the number of characters that
    were put before it, so that a position points into the author's text.
    """
    try:
        yield
    except psycopg.Error as error:
        raise _ours(error, statement, where, reading, prefix) from error
    except UnicodeEncodeError as error:
        seen = error.object[error.start : error.end]
        raise BadInput(
            f"expected text that UTF-8 can hold, found {seen!r} at character {error.start + 1}. "
            "Replace it: text.encode('utf-8', 'replace').decode()."
        ) from error


def _ours(
    error: psycopg.Error, statement: str, where: str, reading: bool, prefix: int
) -> WorkbenchError:
    says = _words(error)
    if isinstance(error, _NO_ROOM) or says.endswith(_FULL):
        what = "memory" if isinstance(error, pg.OutOfMemory) else "disk space"
        return StoreUnavailable(
            f"{where} has no room: {says}. Nothing of this call was kept. Free {what} on that "
            "server, then ask again."
        )
    if reading and _refused_writing(error):
        return WriteRefused(
            f"this door only reads, and {where} refused: {says}. Changes go through a load, a "
            "migration or a saga; what the reading account may not read must be granted to it.",
            statement=statement,
            engine_says=says,
        )
    if isinstance(error, pg.QueryCanceled):
        hint = "raise `timeout`, or ask for less"
        return QueryFailed(
            f"stopped by {where}: {says}; {hint}", statement=statement, engine_says=says
        )
    if _lost(error):
        check = "" if reading else ", once you have looked whether a write was kept"
        return StoreUnavailable(
            f"the connection to {where} is gone: {says}. Ask again{check}: the next call opens a "
            "new one, where the server is there."
        )
    return _query_failed(error, statement, where, prefix)


def _words(error: psycopg.Error) -> str:
    """What the server said, or the first line of what libpq did, which adds guesses to it."""
    said = error.diag.message_primary or str(error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")


def _refused_writing(error: psycopg.Error) -> bool:
    if isinstance(error, pg.FeatureNotSupported):
        return error.diag.source_function in _REFUSE_WRITES
    return isinstance(error, _ONLY_READS)


def _lost(error: psycopg.Error) -> bool:
    """Class 57P0x: the server shuts down or crashed; without a state: the socket died."""
    state = error.sqlstate
    if state is None:
        return isinstance(error, psycopg.OperationalError)
    return state.startswith(("08", "57P"))


def _query_failed(error: psycopg.Error, statement: str, where: str, prefix: int) -> QueryFailed:
    says = error.diag.message_primary or str(error)
    at = None
    if error.diag.statement_position:
        at = compiled(statement).original_position(int(error.diag.statement_position) - prefix)
    hint = f" Hint: {error.diag.message_hint.rstrip('.')}." if error.diag.message_hint else ""
    near = f" at character {at}" if at else ""
    message = f"{where} refused the statement{near}: {says}.{hint}"
    return QueryFailed(message, statement=statement, position=at, engine_says=says)


_TO_DO = (
    (("password authentication failed", "no password supplied"),
     "check the user and the environment variable that holds its password"),
    (("too many clients", "too many connections", "connection slots are reserved"),
     "close other sessions of that server, or raise its limit"),
    (("does not exist",), "create the database or role, or correct the URL"),
    (("no pg_hba.conf entry", "not permitted to log in", "permission denied"),
     "let that account in, or name another in the URL"),
)  # fmt: skip


def unreachable(error: psycopg.Error, where: str) -> StoreUnavailable:
    """What a failed connection means and what to do about it."""
    says = " ".join(str(error).split()).rstrip(".")
    known = (todo for words, todo in _TO_DO if any(word in says for word in words))
    todo = next(known, "start the server, or correct the URL")
    return StoreUnavailable(f"cannot open {where}: {says}. To do: {todo}.")


def bad_records(error: psycopg.Error, table: str) -> BadInput:
    """Why PostgreSQL took none of the records; its context names the line and column."""
    says = error.diag.message_primary or str(error).strip()
    where = f" ({error.diag.context})" if error.diag.context else ""
    return BadInput(f"table {table}: the records do not fit: {says}{where}. Nothing was stored.")
