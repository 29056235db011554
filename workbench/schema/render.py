"""Alembic renders: the statements from one set of revisions to another, as text.

No connection is held here. The text is run by a store, in one transaction, or read and run
by a person. A system is a branch of revisions in its own folder below `migrations/`, and a
revision is named `<system>_<number>`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from .inventory import VERSION_TABLE
from .shapes import HEADS

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).parent / "migrations"
_rendering = Lock()  # `alembic.op`, which the revisions use, is one variable a process


class Script(NamedTuple):
    """SQL text for PostgreSQL and the revisions it applies or takes back, in order."""

    revisions: tuple[str, ...]
    text: str


def upgrade(applied: Sequence[str], systems: Iterable[str], *, dimension: int) -> Script:
    """From the revisions `applied` to the head of each system's branch.

    `dimension` is that of the vector columns to be created. The text is empty where there
    is nothing to do, and holds no BEGIN or COMMIT.
    """
    directory: Any = _directory()  # annotated for one revision, takes several
    steps = [
        step
        for system in systems
        for step in directory._upgrade_revs(f"{system}@head", tuple(applied))
    ]
    return _render(applied, steps, dimension=dimension)


def downgrade(applied: Sequence[str], system: str) -> Script:
    """From the revisions `applied` to a database without the tables of `system`."""
    directory: Any = _directory()
    steps = directory._downgrade_revs(f"{system}@base", tuple(applied))
    return _render(applied, steps, dimension=1)


def known() -> frozenset[str]:
    """Every revision there is."""
    return frozenset(script.revision for script in _directory().walk_revisions())


@cache
def _directory() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(_FOLDER, version_locations=[_FOLDER / system for system in HEADS])


def _render(applied: Sequence[str], steps: Iterable[Any], *, dimension: int) -> Script:
    steps = list(steps)
    if not steps:
        return Script((), "")
    out = StringIO()
    # Alembic creates the version table where nothing is applied, and leaves it when the
    # last revision is taken back.
    if not applied:
        out.write(f"DROP TABLE IF EXISTS {VERSION_TABLE};\n\n")
    with _rendering:
        _run(applied, lambda heads, context: steps, out, dimension)
    return Script(tuple(step.revision.revision for step in steps), out.getvalue())


def _run(
    applied: Sequence[str], steps: Callable[..., Iterable[Any]], out: StringIO, dimension: int
) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},  # the default doubles every % in the text
        opts={
            "as_sql": True,
            "output_buffer": out,
            "version_table": VERSION_TABLE,
            "script": _directory(),
            "starting_rev": list(applied),
            "fn": steps,
            "dimension": dimension,
        },
    )
    with Operations.context(context):
        context.run_migrations()
