"""What sagas left undone, and where the stores disagree about missions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..core.lore import LoreAnswer, Meta
from ..core.values import Rows
from .mission_check import LOG
from .stores import Stores, asked

COLUMNS = ("what", "saga_id", "id", "detail", "since", "to_do")
GRACE = 24  # hours in which a saga may still be storing what its mission needs
Row = tuple[Any, ...]


def saga_report(stores: Stores) -> LoreAnswer:
    """Everything that somebody has to look at; no row means that all is well.

    Columns: `what` (open_saga, pending_attachment, dead_letter, rows_without_node,
    completed_without_row, object_without_row), `saga_id`, `id` (mission, object or dead letter),
    `detail`, `since`, `to_do`. In that order of kinds, each oldest first or by id. Objects of
    missions that a saga of the last 24 h logged are left out. Nothing is changed or deleted.
    """
    rows = [*_open(stores), *_owed(stores), *_dead(stores), *_apart(stores)]
    return LoreAnswer(Rows(COLUMNS, rows), Meta(stores=("relational", "graph", "objects")))


def _open(stores: Stores) -> Iterator[Row]:
    for row in asked(stores, "lore/saga_open"):
        at = f"{row['saga_type']} at {row['step'] or 'its beginning'}"
        detail = f"{at}: {row['error']}" if row["error"] else at
        to_do = "wait: somebody is at work on it" if row["leased"] else "run recover()"
        yield "open_saga", row["saga_id"], row["idempotency_key"], detail, row["created_at"], to_do


def _owed(stores: Stores) -> Iterator[Row]:
    for row in asked(stores, "lore/saga_pending"):
        due = row["next_try_at"]
        to_do = f"run recover() after {due:%Y-%m-%d %H:%M:%S %Z}" if due else "see its dead letter"
        detail = f"attempt {row['attempts']}: {row['last_error']}"
        key = row["object_key"]
        yield "pending_attachment", row["saga_id"], key, detail, row["created_at"], to_do


def _dead(stores: Stores) -> Iterator[Row]:
    for row in asked(stores, "lore/saga_dead_letters"):
        told = row["payload"] or {}
        detail = f"{row['reason']}: {told.get('error', '')}"
        since, to_do = row["first_failed_at"], told.get("to_do", "")
        yield "dead_letter", row["saga_id"], row["id"], detail, since, to_do


def _apart(stores: Stores) -> Iterator[Row]:
    """Anti-joins between the log, the graph and the objects."""
    logged = {row["mission_id"]: row for row in asked(stores, "lore/saga_logged")}
    nodes = {row["id"]: row for row in asked(stores, "lore/saga_instances")}
    for id in sorted(logged.keys() - nodes.keys()):
        detail = f"{logged[id]['steps']} rows of {LOG} tell of a mission that is no node"
        to_do = "log the mission again, or remove the rows"
        yield "rows_without_node", None, id, detail, logged[id]["since"], to_do
    missions = set(_types_that_log(stores))
    for id, node in nodes.items():
        done = id in logged and logged[id]["completed"]
        if node["type"] in missions and node["status"] == "completed" and not done:
            detail = f"its status is completed, and {LOG} has no such step"
            yield "completed_without_row", None, id, detail, None, "log the missing step"
    yield from _objects_apart(stores, logged.keys())


def _objects_apart(stores: Stores, logged: Any) -> Iterator[Row]:
    recent = asked(stores, "lore/saga_recent_missions", hours=GRACE).column("mission_id")
    known = {*logged, *recent}
    for name in stores.objects.names("attachments"):
        if name.split("/")[1] not in known:
            detail = f"no row of {LOG} tells of its mission"
            to_do = "log the mission, or drop the object"
            yield "object_without_row", None, name, detail, None, to_do


def _types_that_log(stores: Stores) -> Iterator[str]:
    for row in asked(stores, "lore/templates"):
        if (json.loads(row["document"]).get("log") or {}).get("table") == LOG:
            yield row["type"]
