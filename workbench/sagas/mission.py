"""The saga log_mission: a mission told at once to tables, graph and objects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from ..core.lore import LoreAnswer
from .attachments import Attachment, described
from .journal import Journal
from .kinds import LOG_MISSION, going_on
from .mission_check import checked
from .saga import Saga
from .stores import Stores


def log_mission(
    stores: Stores,
    payload: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
    idempotency_key: str | None = None,
) -> LoreAnswer:
    """Log a mission: rows of mission_log, its node and relations, its attachments.

    `payload` is an instance as template files have it (id, template, setting_id, name, summary,
    fields, sources, relations) with `steps`, rows of mission_log without ids. A mission that is
    there already is merged: what the payload names is set, the rest stays. An attachment is a
    path or (file name, bytes).

    One row: saga_id, state (committed, attachments_pending, dead_letter), step. The same
    `idempotency_key` again gives what came of it, and `in_progress` while somebody is at work
    on it; the key is made up where None. BadInput before anything is written; SagaFailed where
    it came to nothing.
    """
    with logging_mission(stores, payload, attachments, idempotency_key) as saga:
        pass
    return saga.receipt(mission_id=payload["id"])


@contextmanager
def logging_mission(
    stores: Stores,
    payload: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
    idempotency_key: str | None = None,
) -> Iterator[Saga]:
    """`log_mission` around a block: an error or an interrupt in it undoes the mission.

    The marker that makes the mission whole is written when the block is left. A block that takes
    longer than the lease of 60 s may be gone on with by a recovery, and is then a StaleHandle.
    Of a key that was used before the block gets what is recorded, in `state`.
    """
    files = described(attachments)
    key, digest = idempotency_key or str(uuid4()), _digest(payload, files)
    journal = Journal.of_key(stores, LOG_MISSION, key, digest)
    if journal is None:
        asked_for = {"request": checked(stores, payload), "files": files, "digest": digest}
        journal = Journal.begin(stores, LOG_MISSION, key, asked_for)
    with going_on(stores, journal) as saga:
        yield saga


def _digest(payload: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> str:
    """Of what was asked; the contents of files are in their hashes."""
    named = sorted((file["name"], file["sha256"]) for file in files)
    text = json.dumps([payload, named], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
