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
    says = error.diag.message_primary or str(error).strip() or type(error).__name__
    if isinstance(error, _NO_ROOM):
        return StoreUnavailable(f"{where} has no room: {says}. Free space there and ask again.")
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
        return StoreUnavailable(f"the connection to {where} is gone: {says}. Open it again.")
    return _query_failed(error, statement, where, prefix)


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


def bad_records(error: psycopg.Error, table: str) -> BadInput:
    """Why PostgreSQL took none of the records; its context names the line and column."""
    says = error.diag.message_primary or str(error).strip()
    where = f" ({error.diag.context})" if error.diag.context else ""
    return BadInput(f"table {table}: the records do not fit: {says}{where}. Nothing was stored.")
