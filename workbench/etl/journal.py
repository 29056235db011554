"""The table `workbench_load`: one row a load, so that half a load never looks whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from ..core.errors import WorkbenchError
from ..core.protocols import Reads, Relational

_ALONE = "SELECT pg_advisory_lock(hashtext('workbench_load'))"
_NOT_ALONE = "SELECT pg_advisory_unlock(hashtext('workbench_load'))"
_THERE = "SELECT to_regclass('workbench_load') IS NOT NULL"
# A load that runs holds an advisory lock, which PostgreSQL lets go when its session ends; pg_locks
# shows both halves of the key as unsigned numbers.
_KEY = "hashtext('workbench_load'), hashtext($load_id)"
_LOCK, _UNLOCK = f"SELECT pg_advisory_lock({_KEY})", f"SELECT pg_advisory_unlock({_KEY})"
_UNFINISHED = """
SELECT u.load_id, u.source, u.started_at,
       CASE WHEN u.state = 'running' AND NOT EXISTS (
           SELECT FROM pg_locks l
           WHERE l.locktype = 'advisory' AND l.objsubid = 2
             AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
             AND l.classid::bigint = hashtext('workbench_load')::bigint & 4294967295
             AND l.objid::bigint = hashtext(u.load_id::text)::bigint & 4294967295
       ) THEN 'killed' ELSE u.state END AS state,
       coalesce(u.receipt ->> 'error', '') AS error, coalesce(u.receipt ->> 'stage', '') AS stage
FROM workbench_load u
WHERE u.state <> 'complete' AND NOT EXISTS (
    SELECT FROM workbench_load c
    WHERE c.state = 'complete' AND c.started_at > u.started_at
      AND c.finished_at > coalesce(u.finished_at, '-infinity')
)
ORDER BY u.started_at DESC, u.load_id
"""
_START = """
INSERT INTO workbench_load (load_id, source, started_at, state)
VALUES ($load_id, $source, clock_timestamp(), 'running')
"""
_FINISH = """
UPDATE workbench_load SET state = $state, receipt = $receipt, finished_at = clock_timestamp()
WHERE load_id = $load_id
"""


BEFORE_CHANGES = ("read", "compare", "embed")  # the stages that leave tables and graph alone


class Unfinished(NamedTuple):
    """A load that a whole one has not made good yet.

    `state` is `running`, `failed` (`error` says why, `stage` where) or `killed`: its process or
    its session ended before it could say anything.
    """

    load_id: UUID
    source: str
    started_at: datetime
    state: str
    error: str
    stage: str = ""

    @property
    def may_differ(self) -> bool:
        """Whether graph and tables may differ by it: it failed after it began to change them."""
        return self.stage not in BEFORE_CHANGES

    def __str__(self) -> str:
        started = f"the load of {self.source}, started {self.started_at:%Y-%m-%d %H:%M:%S %Z},"
        if self.state == "running":
            return f"{started} is still running: graph and tables may differ until it ends"
        why = f": {self.error}" if self.error else ""
        if not self.may_differ:
            return f"{started} was {self.state}{why}. It changed nothing: what is there is stale"
        return f"{started} was {self.state}{why}. Graph and tables may differ: load again"


def unfinished(store: Reads) -> list[Unfinished]:
    """The loads of which only a part may be stored, the newest first.

    Empty where all is well: the newest load was whole, or nothing was ever loaded.
    """
    if not store.rows(_THERE, reviewed=True).values[0][0]:
        return []
    return [Unfinished(*row) for row in store.rows(_UNFINISHED, reviewed=True).values]


@contextmanager
def alone(store: Relational) -> Iterator[None]:
    """One load at a time: two would each store what the other is about to change.

    Waits for the other load; the lock ends with the session at the latest.
    """
    store.write(_ALONE)
    try:
        yield
    finally:
        with suppress(WorkbenchError):  # a lost session has let go already
            store.write(_NOT_ALONE)


class Entry:
    """The row of one load; `stage` is what it is at."""

    def __init__(self, store: Relational, load_id: UUID) -> None:
        self._store, self._load_id, self.stage = store, load_id, ""

    def finish(self, receipt: Mapping[str, Any], state: str = "complete") -> None:
        values = {"load_id": self._load_id, "state": state, "receipt": dict(receipt)}
        self._store.write(_FINISH, values)

    def fail(self, error: BaseException) -> None:
        told = {"error": f"{type(error).__name__}: {error}", "stage": self.stage}
        with suppress(WorkbenchError):  # the first error is the one to be told
            self.finish(told, "failed")


@contextmanager
def journal(store: Relational, load_id: UUID, source: str) -> Iterator[Entry]:
    """The row is `running` inside the block; the entry's `finish` makes it `complete`.

    A block left by an error makes it `failed`, with the error as its receipt.
    """
    store.write(_LOCK, {"load_id": str(load_id)})
    store.write(_START, {"load_id": load_id, "source": source})
    entry = Entry(store, load_id)
    try:
        yield entry
    except BaseException as error:
        entry.fail(error)
        raise
    finally:
        with suppress(WorkbenchError):  # a lost session has let go already
            store.write(_UNLOCK, {"load_id": str(load_id)})
