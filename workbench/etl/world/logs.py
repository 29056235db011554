"""A world's logs into their eight tables, all or none; a second load changes nothing.

The loader remembers which ids it brought from a folder, as ranges in `workbench_load`. That
tells its rows from those that tools and sagas wrote since: a row that left the files is removed
only where the loader brought it, and a line whose id somebody else's row has is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from ...core.errors import BadInput
from ...core.protocols import Relational, Transacts
from ..difference import Counts
from ..rejects import Findings, Reject
from .log_merge import NOTHING, merge
from .log_tables import TABLES

_THERE = """
SELECT name FROM unnest($names::text[]) AS name WHERE to_regclass(quote_ident(name)) IS NULL
"""
_BROUGHT = """
SELECT receipt -> 'brought' FROM workbench_load
WHERE source = $source AND state = 'complete' ORDER BY finished_at DESC, started_at DESC LIMIT 1
"""
_KEEP = """
INSERT INTO workbench_load (load_id, source, started_at, finished_at, state, receipt)
VALUES ($load, $source, now(), clock_timestamp(), 'complete', $receipt::jsonb)
"""


class Database(Relational, Transacts, Protocol):
    """Tables whose writes can be all or none."""


def load_logs(
    folder: Path, relational: Database, *, source: str | None = None
) -> tuple[dict[str, Counts], tuple[Reject, ...]]:
    """Bring the eight tables to what `folder/logs/<table>.csv` or `.jsonl` say, by id.

    Returns the counts of each table that has a file, and every line that was refused. A table
    without a file is left alone, and one whose file has refused lines loses no row. `world`
    loses none either, since the others refer to it. Sequences end past the largest id. `source`
    names what brings the rows, the folder where None.
    BadInput, with nothing changed: a file that is no log, or tables that are not there.
    """
    files = _files(folder)
    _check_tables(relational)
    origin = source or f"logs of {folder.resolve()}"
    counts, rejects = dict[str, Counts](), list[Reject]()
    with relational.transaction():
        before = _brought(relational, origin)
        brought = dict(before)
        for table in TABLES:
            if table.name in files:
                file, told = files[table.name], before.get(table.name, NOTHING)
                findings = Findings(f"logs/{file.name}")
                counts[table.name], brought[table.name] = merge(
                    relational, table, file, told, findings
                )
                rejects += findings
        if brought != before:
            _keep(relational, origin, brought)
    return counts, tuple(rejects)


def _files(folder: Path) -> dict[str, Path]:
    """The log file of each table that has one."""
    names = {table.name for table in TABLES}
    found = dict[str, Path]()
    for file in sorted((folder / "logs").glob("*")):
        if file.name.startswith(".") or not file.is_file():
            continue
        if file.suffix not in (".csv", ".jsonl") or file.stem not in names:
            raise BadInput(
                f"{file}: expected a log called {', '.join(sorted(names))}, as .csv or .jsonl. "
                "Rename it, or move it out of the folder."
            )
        if file.stem in found:
            raise BadInput(f"{file}: expected one log a table, found {found[file.stem].name} too")
        found[file.stem] = file
    return found


def _check_tables(relational: Database) -> None:
    names = [*(table.name for table in TABLES), "workbench_load"]
    missing = relational.rows(_THERE, {"names": names}, reviewed=True).column("name")
    if missing:
        raise BadInput(
            f"the tables {', '.join(missing)} are missing, where logs are kept. Make them with "
            'bench.migrate("lore").'
        )


def _brought(relational: Database, source: str) -> dict[str, str]:
    found = relational.rows(_BROUGHT, {"source": source}, reviewed=True).values
    return dict(found[0][0]) if found else {}


def _keep(relational: Database, source: str, brought: Mapping[str, str]) -> None:
    given = {"load": uuid4(), "source": source, "receipt": {"brought": dict(brought)}}
    relational.write(_KEEP, given)
