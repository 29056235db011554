"""How the local PostgreSQL loses root, also where user namespaces are forbidden."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from workbench.core.errors import StoreUnavailable
from workbench.stores.local import postgres, privileges
from workbench.stores.local.postgres import PostgresServer
from workbench.stores.local.privileges import Unprivileged
from workbench.stores.relational.postgres import Postgres

AS_NOBODY = Unprivileged(("setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"), "nobody")

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to lose")


@needs_root
def test_without_user_namespaces_an_existing_account_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "unprivileged", lambda: AS_NOBODY)
    server = PostgresServer(tmp_path / "postgres")
    server.folder.mkdir(mode=0o700)
    running = server.launch()
    try:
        with_owner = Postgres(server.conninfo(running))
        assert with_owner.rows("SELECT 1 AS one").values == [(1,)]
        with_owner.close()
        assert "runs as nobody, data in /var/tmp/workbench-" in str(running.endpoint["note"])
    finally:
        server.halt(running)
        shutil.rmtree(AS_NOBODY.folder(server.folder))


@needs_root
def test_a_folder_that_somebody_else_put_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privileges, "_REACHABLE", tmp_path)
    folder = AS_NOBODY.folder(Path("a bench"))
    os.chown(folder, 12345, 12345)

    with pytest.raises(StoreUnavailable, match="belongs to somebody else"):
        AS_NOBODY.folder(Path("a bench"))
