"""The store runs what Alembic rendered, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..core.errors import BadInput
from ..core.protocols import Relational, Transacts
from . import inventory, render
from .inventory import Inventory
from .recognition import System, classify
from .shapes import HEADS

MAX_DIMENSION = 16_000  # of pgvector's `vector` column
# Held until the transaction ends; by name, so that no other application takes the same one.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('polystore-workbench schema', 0))"


class Database(Relational, Transacts, Protocol):
    """A relational store whose writes can be all or none."""


def migrate(
    store: Database, systems: Sequence[str] = ("workbench", "vedana"), *, dimension: int = 256
) -> list[str]:
    """Bring the tables of `systems` to their newest revision; the revisions applied, in order.

    All or nothing, empty where nothing is to be done, and safe in two processes at once.
    `dimension` is for vector columns that this call creates; those that exist keep theirs
    (`change_dimension`), and above 2000 they get no HNSW index, which pgvector refuses.

    A database that Vedana's own migrations made stays exactly as it is: a call that names
    `vedana` applies nothing there, and another system is added by a call that names only
    that one. Tables that someone else made in a system's shape are left alone likewise.

    Tables of the same name in another shape, or only some of a system's tables, are
    BadInput that names them, and so is a revision from a newer workbench.
    """
    _check(systems, dimension)
    if not _waiting(inventory.read(store), systems):
        return []
    with store.transaction():
        store.write(LOCK)
        found = inventory.read(store)  # another process may have migrated while this one waited
        script = render.upgrade(found.applied, _waiting(found, systems), dimension=dimension)
        if script.revisions:
            store.write(script.text)
    return list(script.revisions)


def check_dimension(dimension: int) -> None:
    if not 1 <= dimension <= MAX_DIMENSION:
        raise BadInput(
            f"dimension: expected 1 to {MAX_DIMENSION}, the range of pgvector's vector type, "
            f"found {dimension}."
        )


def _check(systems: Sequence[str], dimension: int) -> None:
    unknown = [system for system in systems if system not in HEADS]
    if isinstance(systems, str) or unknown:
        raise BadInput(
            f"systems: expected a sequence of names from {', '.join(HEADS)}, found {systems!r}."
        )
    check_dimension(dimension)


def _waiting(found: Inventory, systems: Sequence[str]) -> list[str]:
    """The systems among `systems` that have a revision to apply, in the given order."""
    schema = classify(found)
    if "vedana" in systems and schema.systems["vedana"].state == "original":
        return []
    return [name for name in dict.fromkeys(systems) if _has_work(name, schema.systems[name])]


def _has_work(name: str, system: System) -> bool:
    in_the_way = system.state == "absent" and system.differences
    if system.state in ("partial", "foreign") or in_the_way:
        raise BadInput(_conflict(name, system))
    if system.state == "ours" and system.revision != HEADS[name]:
        _check_known(system)
        return True
    return system.state == "absent"


def _check_known(system: System) -> None:
    if system.revision not in render.known():
        raise BadInput(
            f"schema revision {system.revision}: this version knows "
            f"{', '.join(sorted(render.known()))}. A newer workbench made this database; "
            "upgrade polystore-workbench."
        )


def _conflict(name: str, system: System) -> str:
    if system.state == "partial":
        found = f"tables missing: {', '.join(system.missing)}"
    else:
        found = "; ".join(system.differences)
    return (
        f"the tables of {name} cannot be made in this database: {found}. Nothing was changed. "
        "Restore the missing tables, or give the bench a database or schema of its own."
    )
