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

_NO_ROOM = (pg.DiskFull, pg.OutOfMemory, pg.TooManyConnections)
_ONLY_READS = (
    pg.ReadOnlySqlTransaction,
    pg.InsufficientPrivilege,
    # DECLARE CURSOR refuses queries that write with these two.
    pg.FeatureNotSupported,
    pg.InvalidCursorDefinition,
)


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


def _ours(
    error: psycopg.Error, statement: str, where: str, reading: bool, prefix: int
) -> WorkbenchError:
    says = error.diag.message_primary or str(error).strip() or type(error).__name__
    if isinstance(error, _NO_ROOM):
        return StoreUnavailable(f"{where} has no room: {says}. Free space there and ask again.")
    if reading and isinstance(error, _ONLY_READS):
        return WriteRefused(
            f"this door only reads, and {where} refused: {says}. "
            "Changes go through a load, a migration or a saga.",
            statement=statement,
            engine_says=says,
        )
    if isinstance(error, pg.QueryCanceled):
        hint = "raise `timeout`, or ask for less"
        return QueryFailed(
            f"stopped by {where}: {says}; {hint}", statement=statement, engine_says=says
        )
    if _lost(error):
        return StoreUnavailable(f"the connection to {where} is gone: {says}. Ask again.")
    return _query_failed(error, statement, where, prefix)


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
    hint = f" Hint: {error.diag.message_hint}." if error.diag.message_hint else ""
    near = f" at character {at}" if at else ""
    message = f"{where} refused the statement{near}: {says}.{hint}"
    return QueryFailed(message, statement=statement, position=at, engine_says=says)


def unreachable(error: psycopg.Error, where: str) -> StoreUnavailable:
    """What a failed connection means and what to do about it."""
    says = " ".join(str(error).split())
    if "password authentication failed" in says or "no password supplied" in says:
        todo = "check the user and the environment variable that holds its password"
    elif "does not exist" in says:
        todo = "create the database or role, or correct the URL"
    else:
        todo = "start the server, or correct the URL"
    return StoreUnavailable(f"cannot open {where}: {says}. To do: {todo}.")


def bad_records(error: Exception, table: str) -> BadInput:
    """Why records could not be stored, with the line of the COPY where PostgreSQL says it."""
    says, context = str(error).strip(), ""
    if isinstance(error, psycopg.Error):
        says = error.diag.message_primary or says
        context = f" ({error.diag.context})" if error.diag.context else ""
    return BadInput(f"table {table}: the records do not fit: {says}{context}. Nothing was stored.")
