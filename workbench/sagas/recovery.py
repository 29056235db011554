"""What goes on with sagas that were left, and with what sagas owe."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..core.errors import SagaFailed, StaleHandle, WorkbenchError
from ..core.lore import LoreAnswer, Meta
from ..core.values import Rows
from .attachments import MOST_ATTEMPTS, content_of, object_name
from .journal import Journal
from .kinds import saga_of
from .saga import COLUMNS, Saga
from .stores import Stores, asked

EXHAUSTED = "attachment_exhausted"
OWED = (
    "The mission stands without these files. Bring back the object store, and where a file was "
    "given by its path put it there again; then run recover(retry=[saga_id])."
)


def recover(stores: Stores, retry: Collection[str] = ()) -> LoreAnswer:
    """Go on with every saga that was left, and with attachments that are due.

    A saga is left once its lease of 60 s ran out. What its last step stored is looked for, and
    the step is repeated where nothing is there; a saga that was being undone is undone further.
    Of two recoveries at once each takes what the other has not. Owed attachments are tried
    after 1, 2, 4 … minutes, 8 times; those of the sagas in `retry` now, and 8 times more.

    One row a saga that changed: saga_id, state, step, in order of their beginning. Warnings
    tell of dead letters. A saga that cannot be gone on with stays as it is, and is told there.
    """
    for saga_id in retry:
        stores.tell("lore/saga_pending_again", saga_id=saga_id)
    rows, warnings = [], list[str]()
    for row in asked(stores, "lore/saga_open"):
        if not row["leased"] and (saga := _gone_on_with(stores, row["saga_id"], warnings)):
            rows.append((saga.saga_id, saga.state, saga.step))
            warnings += saga.warnings
    rows += _paid(stores, warnings)
    meta = Meta(stores=("relational", "graph", "objects"), warnings=tuple(warnings))
    return LoreAnswer(Rows(COLUMNS, rows), meta)


def _gone_on_with(stores: Stores, saga_id: str, warnings: list[str]) -> Saga | None:
    """None where another process was quicker."""
    journal = Journal.read(stores, saga_id)
    if journal.ended is not None or not journal.take():
        return None
    saga = saga_of(stores, journal)
    try:
        _finish(saga, back=journal.back)
    except StaleHandle:
        return None
    except WorkbenchError as error:
        if not isinstance(error, SagaFailed):
            warnings.append(f"saga {saga_id} is left open: {error}")
    finally:
        saga.let_go()
    return saga


def _finish(saga: Saga, *, back: bool) -> None:
    if back:
        saga.undo()
    else:
        saga.forward()


def _paid(stores: Stores, warnings: list[str]) -> list[tuple[Any, ...]]:
    """Try what is owed and due; the sagas that owe nothing any more, or have given up."""
    given_up = {}
    for owed in stores.tell("lore/saga_pending_claim"):
        if error := _attempt(stores, owed):
            given = {"id": owed["id"], "error": error, "most": MOST_ATTEMPTS}
            failed = stores.tell("lore/saga_pending_failed", **given)
            if failed.column("exhausted") == [True]:
                given_up[owed["saga_id"]] = error
    rows: list[tuple[Any, ...]] = []
    for saga_id, error in given_up.items():
        warnings.append(_exhaust(stores, saga_id, error))
        rows.append((saga_id, "dead_letter", "put_attachments"))
    for row in asked(stores, "lore/saga_paid"):
        _settle(stores, row["saga_id"], row["mission_id"])
        rows.append((row["saga_id"], "committed", "put_attachments"))
    return rows


def _attempt(stores: Stores, owed: Mapping[str, Any]) -> str:
    """Store one owed object: '' or why it could not be."""
    journal = Journal.read(stores, owed["saga_id"])
    name = owed["object_key"]
    files = {object_name(owed["mission_id"], file): file for file in journal.payload["files"]}
    try:
        stores.objects.put(name, content_of(files[name]))
    except WorkbenchError as error:
        return f"{type(error).__name__}: {error}"
    stores.tell("lore/saga_pending_done", id=owed["id"])
    return ""


def _settle(stores: Stores, saga_id: str, mission_id: str) -> None:
    """The saga owes nothing: graph first, then the journal, so that a crash is seen again."""
    from datetime import UTC, datetime

    owed = asked(stores, "lore/saga_pending").column("mission_id")
    with stores.graph.transaction():
        if mission_id not in owed:  # another saga may owe files of the same mission
            cleared = {"attachments_pending": None}
            stores.tell("lore/saga_set_instance", id=mission_id, properties=cleared)
        now = datetime.now(UTC).isoformat()
        stores.tell("lore/saga_marker", saga_id=saga_id, status="committed", finished_at=now)
    stores.tell("lore/saga_settle", saga_id=saga_id, outcome="committed", forget=True)


def _exhaust(stores: Stores, saga_id: str, error: str) -> str:
    """The dead letter of attachments that could not be stored in 8 attempts."""
    owed = list(asked(stores, "lore/saga_pending", saga_id=saga_id))
    payload = {
        "mission_id": owed[0]["mission_id"],
        "objects": [row["object_key"] for row in owed],
        "error": error,
        "to_do": OWED,
    }
    given = {"saga_id": saga_id, "step_no": 3, "reason": EXHAUSTED, "payload": payload}
    letter = stores.tell("lore/saga_dead_letter", **given).column("id")[0]
    stores.tell("lore/saga_settle", saga_id=saga_id, outcome="dead_letter", forget=False)
    return f"dead letter {letter}, {EXHAUSTED}: {error} {OWED}"
