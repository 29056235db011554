"""The one door of the language: from a text to its answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from ..core.answer import Plan
from ..core.errors import VelesFailed
from .checking.faults import fault
from .executing.database import Database
from .executing.explaining.explaining import Explained, planned
from .executing.result import Result
from .executing.run import Limits, Run
from .preparing import Prepared, missing_parameter, prepared
from .tree.statements import Explain

COLLECTION = "_collection"  # the parameter that names the graph of MATCH … RETURN
_LIMITS = Limits()


def answer(
    text: str,
    parameters: Mapping[str, Any],
    database: Database,
    *,
    compat: bool = False,
    now: Callable[[], float] = time.time,
    limits: Limits = _LIMITS,
    default_collection: str | None = None,
) -> Result:
    """Parse, check and execute one statement.

    `now` is read once, `default_collection` is the graph of a MATCH whose parameters name none.
    VelesFailed with the code, the statement, and where it is known the position; a statement
    that fails has changed nothing.
    """
    given = parameters if default_collection is None else _walking(default_collection, parameters)
    try:
        found = prepared(text, database)
        run = _run(found, text, given, database, limits)
        run.now, run.compat = now(), compat
        if not found.reads:
            return _told(found.execute(found.statement, run), run)
        with database.reading():
            return _told(found.execute(found.statement, run), run)
    except (VelesFailed, RecursionError, MemoryError) as error:
        raise _of(text, error) from error.__cause__


def plan_of(
    text: str,
    parameters: Mapping[str, Any],
    database: Database,
    *,
    analyze: bool = False,
    compat: bool = False,
    now: Callable[[], float] = time.time,
    limits: Limits = _LIMITS,
    default_collection: str | None = None,
) -> Plan:
    """How a SELECT, set operation or MATCH would be answered, or with `analyze` how it was.

    An EXPLAIN before it is passed over. Errors as those of `answer`.
    """
    given = parameters if default_collection is None else _walking(default_collection, parameters)
    try:
        found = prepared(text, database)
        run = _run(found, text, given, database, limits)
        run.now, run.compat = now(), compat
        statement = found.statement
        if isinstance(statement, Explain):
            statement = statement.statement
        if not isinstance(statement, Explained):
            raise fault("VELES-010", "a plan is told of SELECT, set operations and MATCH alone")
        with database.reading():
            return planned(statement, run, analyze=analyze)
    except (VelesFailed, RecursionError, MemoryError) as error:
        raise _of(text, error) from error.__cause__


def _walking(collection: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return {COLLECTION: collection, **parameters}


def _run(
    found: Prepared,
    text: str,
    parameters: Mapping[str, Any],
    database: Database,
    limits: Limits,
) -> Run:
    for name in found.parameters:
        if name not in parameters:
            raise missing_parameter(name, text, parameters)
    seconds = min(limits.seconds, found.seconds)
    return Run(database, parameters, 0.0, False, limits, time.monotonic() + seconds)


def _told(result: Result, run: Run) -> Result:
    if run.notices:
        result.notices = list(dict.fromkeys([*result.notices, *run.notices]))
    return result


def _of(text: str, error: VelesFailed | RecursionError | MemoryError) -> VelesFailed:
    """The error with its statement; what a statement is too much for has codes of its own."""
    if isinstance(error, RecursionError):
        error = fault("E007", "the statement or a value is nested too deep")
    elif isinstance(error, MemoryError):
        error = fault("VELES-027", "the statement needs more memory than there is")
    error.statement = error.statement or text
    return error
