"""A change of the record: what was said stays readable, and what is said now stands beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from ..core.errors import BadInput
from ..core.lore import LoreAnswer, Meta
from ..core.values import Rows
from .journal import Journal
from .kinds import RETCON, going_on
from .retcon_check import planned
from .saga import Saga
from .stores import Stores

COLUMNS = ("retcon_id", "old_id", "new_id")


def retcon(
    stores: Stores,
    target: str,
    after: Mapping[str, Any],
    reason: str,
    sources: Sequence[str],
    actor: str | None = None,
) -> LoreAnswer:
    """Change an edge, a property or an entity of the world; nothing is deleted.

    `target` is an edge id: `after` names what differs (from, to, type, valid_from, valid_until,
    any property; None takes one away), the old edge is superseded and a new one with an id of its
    own stands beside it. Or `id#property`: `after` is `{property: value}`. Or the id of an
    entity: `after` names its properties, and of one that is not there yet `label` and `name`
    too. The table `retcon` tells before and after; `snapshots/retcon/{id}.json` keeps both.

    One row: retcon_id, old_id, new_id; `as_of` a real time before it reads what was. All or
    nothing: BadInput before anything is written, SagaFailed where it came to nothing.
    """
    with retconning(stores, target, after, reason, sources, actor) as (saga, request):
        pass
    row = (request["retcon_id"], request["old_id"], request["new_id"])
    told = {"saga_id": saga.saga_id, "state": saga.state, "retconned_at": request["at"]}
    meta = Meta(
        stores=("relational", "graph", "objects"), warnings=tuple(saga.warnings), facts=told
    )
    return LoreAnswer(Rows(COLUMNS, [row]), meta)


@contextmanager
def retconning(
    stores: Stores,
    target: str,
    after: Mapping[str, Any],
    reason: str,
    sources: Sequence[str],
    actor: str | None = None,
) -> Iterator[tuple[Saga, dict[str, Any]]]:
    """`retcon` around a block, with what it stores: an error in the block undoes it."""
    if not reason.strip():
        raise BadInput("reason: expected why the record changes, saw nothing")
    request = planned(stores, target, after)
    (row,) = stores.tell("lore/retcon_id")
    request |= {"retcon_id": row["id"], "at": row["now"].isoformat()}
    request |= {"reason": reason, "sources": list(sources), "actor": actor}
    digest = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    asked_for = {"request": request, "files": [], "digest": digest}
    journal = Journal.begin(stores, RETCON, str(uuid4()), asked_for)
    with going_on(stores, journal) as saga:
        yield saga, request
