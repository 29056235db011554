"""A bench over somebody else's servers: shown for what it is, read, and left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from psycopg.conninfo import conninfo_to_dict

import workbench as wb
from tests.conftest import engines
from tests.dumps import pg_restore
from tests.engines.relational import fresh_database
from workbench.core.errors import BadInput, WriteRefused
from workbench.stores.relational.postgres import Postgres


@pytest.fixture
def url(servers: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty database on a server that no bench started."""
    server: str = servers.of("relational", engines("relational")[1])
    told = conninfo_to_dict(server)
    monkeypatch.setenv("DEPLOYED_PASSWORD", str(told.get("password", "")))
    with fresh_database(server) as name:
        place = urlencode({key: told[key] for key in ("host", "port") if key in told})
        yield f"postgresql://{quote(str(told['user']))}:${{DEPLOYED_PASSWORD}}@/{name}?{place}"


@pytest.fixture
def deployed(url: str, vedana: Path) -> str:
    """The URL of a whole Vedana database."""
    restored(url, vedana)
    return url


def restored(url: str, vedana: Path, *options: str) -> None:
    from workbench.stores.profile import revealed_url

    store = Postgres(revealed_url(url))
    try:
        pg_restore(store, vedana / "vedana_oracle.dump", *options)
    finally:
        store.close()


def schema_row(bench: wb.Bench) -> dict[str, Any]:
    return next(dict(row) for row in bench.status() if row["kind"] == "schema")


def test_a_whole_vedana_is_recognised(tmp_path: Path, deployed: str) -> None:
    with wb.open(tmp_path / "b", relational=deployed) as bench:
        seen = schema_row(bench)

    assert (seen["engine"], seen["version"]) == ("vedana", "a4ffc429e5ab")
    assert seen["state"] == (
        "original (JIMS + Datapipe); 45 tables, 8 transform steps; vectors of 1024 dimensions"
    )


def test_threads_alone_are_recognised_and_what_is_missing_named(
    tmp_path: Path, url: str, vedana: Path
) -> None:
    restored(url, vedana, "-t", "threads", "-t", "thread_events")
    with wb.open(tmp_path / "b", relational=url) as bench:
        state = schema_row(bench)["state"]

    assert state.startswith("original (JIMS only); 2 tables, 0 transform steps; missing: ")
    assert "dm_anchors" in state


def test_an_empty_database_is_said_to_be_empty(tmp_path: Path, url: str) -> None:
    with wb.open(tmp_path / "b", relational=url) as bench:
        assert schema_row(bench)["state"] == "no table of a known system; 0 others"


def test_a_deployment_is_read_and_not_changed(tmp_path: Path, deployed: str) -> None:
    with wb.open(tmp_path / "b", relational=deployed) as bench:
        assert len(bench.ask("vedana/data_model_links").rows) == 1
        with pytest.raises(WriteRefused, match="open the bench with write=True"):
            bench.relational.write("DELETE FROM threads")
        with pytest.raises(WriteRefused, match="write=True"):
            bench.relational.put("threads", ["thread_id"], [])
        with pytest.raises(WriteRefused, match="write=True"):
            bench.migrate("lore")
        assert bench.sql("SELECT count(*) AS n FROM threads").rows[0]["n"] == 235


def test_a_deployment_is_changed_when_asked(tmp_path: Path, url: str) -> None:
    with wb.open(tmp_path / "b", relational=url, write=True) as bench:
        assert bench.migrate("lore", dimension=4)[-1].startswith("lore_")


def test_documents_named_in_the_profile_are_shown(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    with wb.open(tmp_path / "b", grist=str(tmp_path / "documents")) as bench:
        seen = [tuple(row.values())[3:] for row in bench.status() if row["kind"] == "grist"]
        with pytest.raises(BadInput, match=r"found none there"):
            bench.load_grist()

    assert seen == [(str(tmp_path / "documents"), "no .grist file is there")]
