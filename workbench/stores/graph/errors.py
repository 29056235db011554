"""The driver's errors, told as ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver

from ...core.errors import (
    BadInput,
    BadParameters,
    OutcomeUnknown,
    QueryFailed,
    StoreUnavailable,
    WorkbenchError,
    WriteRefused,
)

# Where each engine saw a fault: Neo4j counts an offset from 0; ArcadeDB counts lines from 1
# and columns from 0, Memgraph's parser the same.
_OFFSET = re.compile(r"\(offset: (\d+)\)")
_LINE = re.compile(r"line (\d+)(?::|, column | position )(\d+)")

_READ_ONLY = ("Security.Forbidden", "Statement.AccessMode", "ForbiddenOnReadOnlyDatabase")
_UNREACHED = (driver.ServiceUnavailable, driver.SessionExpired, driver.ConnectionPoolError)
_NOT_READY = ("DatabaseUnavailable", "DatabaseNotFound", "Security.AuthenticationRateLimit")
_UNSENDABLE = (TypeError, ValueError, OverflowError)


@contextmanager
def translated(
    statement: str, *, where: str, reading: bool = False, parsed: Callable[[], str] | None = None
) -> Iterator[None]:
    """Runs a block; what the driver raises leaves as one of our errors.

    `statement` is the text as the author wrote it. `parsed` gives the text in which the engine
    counts positions, which differs at its beginning only.
    """
    try:
        yield
    except WorkbenchError:
        raise
    except driver.Neo4jError as error:
        seen = parsed() if parsed else statement
        raise _refused(error, statement, where, reading=reading, parsed=seen) from error
    except (driver.DriverError, OSError) as error:
        raise _broken(error, statement, where) from error
    except _UNSENDABLE as error:
        message = f"a parameter cannot be sent to {where}: {error}; use plain Python values"
        raise BadParameters(message) from error


def _refused(
    error: driver.Neo4jError, statement: str, where: str, *, reading: bool, parsed: str
) -> WorkbenchError:
    code, says = error.code or "", error.message or str(error)
    if isinstance(error, driver.AuthError):
        return StoreUnavailable(
            f"{where} refuses the login: {says}. "
            "Check the user and the environment variable that holds the password."
        )
    if code.endswith(_NOT_READY):
        return StoreUnavailable(f"{where} cannot serve: {says}. Start or name that database.")
    if (reading and code.endswith(_READ_ONLY)) or code == "Forbidden":
        message = f"this door only reads, and {where} refused: {says}. "
        return WriteRefused(
            message + "Changes go through a load or a saga.", statement=statement, engine_says=says
        )
    hint = "; raise `timeout`, or ask for less" if _timed_out(code, says) else ""
    at = _position(says, parsed)
    if at is not None:
        at = max(at + len(statement) - len(parsed), 1)
    near = f" at character {at}" if at else ""
    return QueryFailed(
        f"{where} refused the statement{near}: {says}{hint}",
        statement=statement,
        position=at,
        engine_says=says,
    )


def _timed_out(code: str, says: str) -> bool:
    return "TimedOut" in code or "timeout" in says.lower()


def _position(says: str, text: str) -> int | None:
    """The 1-based character of `text` that the engine's words point at."""
    if found := _OFFSET.search(says):
        return int(found[1]) + 1
    if not (found := _LINE.search(says)):
        return None
    line, column = int(found[1]), int(found[2])
    before = sum(len(text) + 1 for text in text.split("\n")[: line - 1])
    return before + column + 1


def _broken(error: driver.DriverError | OSError, statement: str, where: str) -> WorkbenchError:
    says = str(error) or type(error).__name__
    if isinstance(error, driver.BrokenRecordError):
        says = f"{says}: {error.__cause__}"
    if isinstance(error, driver.IncompleteCommit):
        return OutcomeUnknown(
            f"the connection to {where} broke while a change was being stored: whether it was "
            f"is not known ({says}). Look before you repeat it."
        )
    if isinstance(error, (*_UNREACHED, OSError)):
        return StoreUnavailable(f"{where} is not reached: {says}. Start it and ask again.")
    if isinstance(error, driver.ConfigurationError):
        return BadInput(f"{where} cannot be opened: {says}. Correct the URL.")
    return QueryFailed(
        f"the answer of {where} cannot be read: {says}", statement=statement, engine_says=says
    )


def late(statement: str, where: str, seconds: float) -> QueryFailed:
    """For a statement that the client stopped, because the engine keeps no client's limit."""
    return QueryFailed(
        f"{where} did not answer within the limit of {seconds:g} s; raise `timeout`, or ask "
        "for less. The engine may work on it until its own limit.",
        statement=statement,
    )
