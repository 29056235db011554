"""The journal of a saga: a row before each of its steps and after it.

Every row is committed by itself, before the step that it announces begins and after the step
has ended, on the same connection: a saga that stands inside a transaction of its caller would
lose its journal with it, and is refused. Row 0 is the saga: what was asked, which way it goes,
who holds the lease. Time is the database's, so that clocks of machines need not agree.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid4, uuid5

from ..core.errors import BadInput, StaleHandle
from .stores import Stores, asked

# Seconds. Twice what a store lets one statement take, and renewed with every row.
LEASE = 60
State = Literal["started", "done", "failed", "compensated", "skipped"]
FINAL = ("committed", "attachments_pending", "compensated", "rejected", "dead_letter")


@dataclass
class Entry:
    """A row of the journal: what a step is at, and what it needs to be repeated or undone."""

    name: str
    state: State
    plan: dict[str, Any]


def saga_id_of(kind: str, key: str) -> str:
    """The same id for the same key, in every process."""
    return str(uuid5(NAMESPACE_URL, f"saga:{kind}:{key}"))


def owner() -> str:
    """Who takes a lease: this process, and no second use of it."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


class Journal:
    """The rows of one saga, as they were read and as this process writes them.

    `payload` is that of row 0: `request`, `digest`, `files`, then `direction` ("back" once the
    saga is being undone) and `outcome`. `mine`: this process holds the lease. A write that finds
    the lease with somebody else, or the saga ended, is a StaleHandle.
    """

    def __init__(self, stores: Stores, saga_id: str, kind: str, lease_owner: str) -> None:
        self._stores, self._owner = stores, lease_owner
        self.saga_id, self.kind = saga_id, kind
        self.key, self.payload, self.error = "", dict[str, Any](), ""
        self.ended: State | None = None
        self.mine = False
        self.entries: dict[int, Entry] = {}

    @classmethod
    def of_key(cls, stores: Stores, kind: str, key: str, digest: str) -> Journal | None:
        """The journal of a key that was used before; BadInput where for something else."""
        saga_id = saga_id_of(kind, key)
        if not asked(stores, "lore/saga_entries", saga_id=saga_id):
            return None
        journal = cls.read(stores, saga_id)
        if journal.payload.get("digest") != digest:
            raise BadInput(
                f"the idempotency key {key!r} belongs to another {kind}; expected the same "
                "payload as the first time, saw another: use a new key"
            )
        return journal

    @classmethod
    def begin(cls, stores: Stores, kind: str, key: str, payload: Mapping[str, Any]) -> Journal:
        """A new journal, which is `mine`; that of another process which was quicker is not.

        BadInput inside a transaction.
        """
        saga_id, mine = saga_id_of(kind, key), owner()
        given = {"saga_id": saga_id, "saga_type": kind, "key": key, "payload": dict(payload)}
        written = stores.tell("lore/saga_begin", **given, owner=mine, lease=LEASE)
        if not written:
            return cls.of_key(stores, kind, key, payload["digest"]) or cls.read(stores, saga_id)
        _refuse_within_transaction(stores, written.column("transaction")[0])
        journal = cls(stores, saga_id, kind, mine)
        journal.key, journal.payload, journal.mine = key, dict(payload), True
        return journal

    @classmethod
    def read(cls, stores: Stores, saga_id: str) -> Journal:
        """The journal as it stands; BadInput where there is none."""
        journal = cls(stores, saga_id, "", owner())
        journal._refresh()
        return journal

    def _refresh(self) -> None:
        rows = list(asked(self._stores, "lore/saga_entries", saga_id=self.saga_id))
        if not rows:
            raise BadInput(f"expected the id of a saga, saw {self.saga_id!r}; report() lists them")
        head = rows[0]
        self.kind, self.key = head["saga_type"], head["idempotency_key"]
        self.payload, self.error = head["payload"], head["error"] or ""
        self.ended = None if head["state"] == "started" else head["state"]
        self.entries = {
            row["step_no"]: Entry(row["step_name"], row["state"], row["payload"] or {})
            for row in rows[1:]
        }

    def take(self) -> bool:
        """Whether this process now holds the lease; of several that try, one does."""
        given = {"saga_id": self.saga_id, "owner": self._owner, "lease": LEASE}
        self.mine = bool(self._stores.tell("lore/saga_take", **given))
        if self.mine:  # its rows may have been written since they were read
            self._refresh()
        return self.mine

    @property
    def back(self) -> bool:
        return self.payload.get("direction") == "back"

    @property
    def outcome(self) -> str:
        """One of `FINAL`, or `open`."""
        return str(self.payload.get("outcome", "open"))

    def write(
        self, step: int, name: str, state: State, plan: dict[str, Any] | None, error: str = ""
    ) -> None:
        """A row of a step; without a plan it keeps the one that it has."""
        written = self._stores.tell(
            "lore/saga_step",
            saga_id=self.saga_id,
            step_no=step,
            step_name=name,
            state=state,
            payload=plan,
            error=error or None,
            owner=self._owner,
            lease=LEASE,
        )
        if not written:
            raise self._lost()
        kept = self.entries[step].plan if plan is None and step in self.entries else plan
        self.entries[step] = Entry(name, state, kept or {})

    def turn_back(self, error: str) -> None:
        """From now on the saga is undone, whoever goes on with it."""
        self._turn("started", {**self.payload, "direction": "back"}, error)

    def end(self, state: State, outcome: str) -> None:
        """The final state. Contents of files are kept as long as some are owed."""
        payload = {**self.payload, "outcome": outcome}
        if outcome != "attachments_pending":
            payload["files"] = [_without_content(file) for file in payload.get("files", ())]
        self._turn(state, payload, self.error)
        self.ended = state

    def release(self) -> None:
        """Let a recovery take over at once."""
        self._stores.tell("lore/saga_release", saga_id=self.saga_id, owner=self._owner)

    def _turn(self, state: State, payload: dict[str, Any], error: str) -> None:
        written = self._stores.tell(
            "lore/saga_turn",
            saga_id=self.saga_id,
            state=state,
            payload=payload,
            error=error or None,
            owner=self._owner,
            lease=LEASE,
        )
        if not written:
            raise self._lost()
        self.payload, self.error = payload, error

    def _lost(self) -> StaleHandle:
        return StaleHandle(
            f"saga {self.saga_id} is somebody else's: its lease of {LEASE} s ran out, and "
            "another process went on with it. report() tells what came of it."
        )


def _refuse_within_transaction(stores: Stores, transaction: str) -> None:
    status = asked(stores, "lore/saga_transaction", transaction=transaction).column("status")
    if status != ["committed"]:
        raise BadInput(
            "a saga commits its journal row by row, which a transaction around it would hold "
            "back; leave relational.transaction() first"
        )


def _without_content(file: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in file.items() if name != "content"}
