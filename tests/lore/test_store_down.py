"""The composed tools while the relational store is down: what the graph knows, or an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.asker import WorldAsker
from workbench.core.errors import StoreUnavailable
from workbench.stores.local.postgres import OWNER, PostgresServer
from workbench.stores.relational.postgres import Postgres
from workbench.tools import lore


@pytest.fixture
def stopped(world_bench: WorldAsker, tmp_path: Path) -> Iterator[WorldAsker]:
    """The same graph, beside a PostgreSQL server of its own that has been stopped."""
    server = PostgresServer(tmp_path / "postgres")
    server.folder.mkdir(mode=0o700)
    running = server.launch()
    store = Postgres(server.conninfo(running, OWNER))
    assert len(store.rows("SELECT 1")) == 1
    server.halt(running)
    yield WorldAsker(store, world_bench.graph)
    store.close()


def test_missions_come_from_the_graph_with_a_warning(stopped: WorldAsker) -> None:
    answer = lore.list_missions(stopped, {"faction": "fac_soft_lantern"}, limit=3)
    # the golden answers' best-paid jobs of the Soft Lantern
    assert answer.column("id") == ["MSN-016", "MSN-019", "MSN-012"]
    assert [(row["steps"], row["trades"]) for row in answer] == [(None, None)] * 3
    assert "store_unavailable:sql" in answer.meta.warnings
    assert lore.get_mission(stopped, "MSN-001").meta.warnings == ("store_unavailable:sql",)
    assert lore.get_lot(stopped, "LOT-0001").rows[0]["trades"] is None


def test_what_only_the_log_knows_is_an_error(stopped: WorldAsker) -> None:
    for ask in (lore.list_campaign_events, lore.market_prices, lore.trades_by_party):
        with pytest.raises(StoreUnavailable):
            ask(stopped)
    with pytest.raises(StoreUnavailable):
        lore.mission_timeline(stopped, "MSN-001")
