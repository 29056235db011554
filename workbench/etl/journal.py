"""The table `workbench_load`: one row a load, so that half a load never looks whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from ..core.errors import WorkbenchError
from ..core.protocols import Reads, Relational

_LAST = "SELECT state FROM workbench_load ORDER BY started_at DESC LIMIT 1"
_START = """
INSERT INTO workbench_load (load_id, source, started_at, state)
VALUES ($load_id, $source, clock_timestamp(), 'running')
"""
_FINISH = """
UPDATE workbench_load SET state = $state, receipt = $receipt, finished_at = clock_timestamp()
WHERE load_id = $load_id
"""


def last_was_whole(store: Reads) -> bool:
    """False where the newest load failed, or still runs, or was killed."""
    return all(state == "complete" for (state,) in store.rows(_LAST, reviewed=True).values)


@contextmanager
def journal(
    store: Relational, load_id: UUID, source: str
) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """The row is `running` inside the block; the yielded function makes it `complete`.

    A block left by an error makes it `failed`, with the error as its receipt.
    """
    store.write(_START, {"load_id": load_id, "source": source})

    def finish(receipt: Mapping[str, Any], state: str = "complete") -> None:
        store.write(_FINISH, {"load_id": load_id, "state": state, "receipt": dict(receipt)})

    try:
        yield finish
    except BaseException as error:
        with suppress(WorkbenchError):  # the first error is the one to be told
            finish({"error": f"{type(error).__name__}: {error}"}, "failed")
        raise
