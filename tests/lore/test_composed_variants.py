"""The composed tools answer alike whatever schema version and edge shape the graph has."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.asker import WorldAsker
from tests.lore.conftest import VARIANTS, loaded
from tests.lore.log_files import FILES, instances, log
from workbench.core.lore import LoreAnswer
from workbench.tools import lore

LANTERN = "fac_soft_lantern"
# Rows of the first variant, to which those of the others are compared.
_seen: dict[str, object] = {}
QUESTIONS: dict[str, Callable[[WorldAsker], LoreAnswer]] = {
    "missions of a faction": lambda b: lore.list_missions(b, {"faction": LANTERN}),
    "missions at a place": lambda b: lore.list_missions(b, {"location": "reg_bell_coast"}),
    "missions of both": lambda b: lore.list_missions(
        b, {"faction": LANTERN, "location": "loc_bellgate", "since": {"years_ago": 20}}
    ),
    "missions as of a date": lambda b: lore.list_missions(b, as_of="2026-02-10T00:00:00Z"),
    "missions for a character": lambda b: lore.list_missions(b, as_npc="per_felix_corbelain"),
    "one mission": lambda b: lore.get_mission(b, "MSN-017"),
    "its timeline": lambda b: lore.mission_timeline(b, "MSN-106", clock="real"),
    "events": lambda b: lore.list_campaign_events(b, {"location": "reg_harrow_flats"}),
    "campaigns": lambda b: lore.list_campaigns(b, {"faction": "fac_ennisgard"}),
    "prices": lambda b: lore.market_prices(b, location="loc_bellgate"),
    "trades": lambda b: lore.trades_by_buyer(b, as_npc="per_kit_brack"),
    "lots": lambda b: lore.list_lots(b, "offered"),
}


@pytest.fixture(scope="module", params=VARIANTS, ids="-".join)
def bench(request: pytest.FixtureRequest, servers: object) -> Iterator[WorldAsker]:
    with loaded(servers, *request.param) as asker:
        yield asker


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_variant_gives_the_rows_of_the_first(bench: WorldAsker, question: str) -> None:
    answer = QUESTIONS[question](bench)
    assert len(answer) > 0
    rows = answer.envelope()["rows"]
    assert rows == _seen.setdefault(question, rows)


def test_every_variant_counts_what_the_files_count(bench: WorldAsker) -> None:
    missions = lore.list_missions(bench)
    assert missions.column("id") == sorted(instances("quiet_errand"))
    assert sum(len(row["steps"]) for row in missions) == len(log("mission_log"))
    events = lore.list_campaign_events(bench)
    assert sorted(events.column("id")) == [row["id"] for row in log("campaign_event")]
    inside = FILES.parts("reg_bell_coast")
    at_coast = [r["id"] for r in log("campaign_event") if r["location_id"] in inside]
    events = lore.list_campaign_events(bench, {"location": "reg_bell_coast"})
    assert sorted(events.column("id")) == at_coast
