"""Sessions: state in the cache, budgets, rates, and what is left where the cache is lost."""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

import workbench as wb
from tests.lore.small_bench import OATH, small_bench
from tests.processes import kill_family
from workbench.bench.session import Session
from workbench.core.errors import (
    BadInput,
    BadParameters,
    BudgetSpent,
    QueryNotFound,
    RateLimited,
    TimeSyntaxError,
)
from workbench.core.protocols import AsksWorld
from workbench.stores.local.bench_servers import BenchServers
from workbench.tools import lore

_NUMBERS = count()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wb.Bench]:
    with small_bench(tmp_path_factory.mktemp("sessions")) as opened:
        yield opened


@pytest.fixture
def sid() -> str:
    return f"ses_{next(_NUMBERS)}"


def truth(asked: AsksWorld, at_time: str = "current") -> str:
    (row,) = lore.was_true_at(asked, *OATH.values(), at_time)
    return str(row["truth"])


def lose(bench: wb.Bench) -> None:
    """All that the cache holds is gone, as after its crash."""
    kill_family(BenchServers(bench.folder).running()["valkey"].pid)


def test_current_means_the_sessions_time_and_the_settings_without_one(
    bench: wb.Bench, sid: str
) -> None:
    session = bench.session(sid, world_time="bell.year_345")
    assert (truth(bench), truth(session)) == ("false", "true")
    assert truth(session, "bell.year_353") == "false"
    session.world_time = "bell.year_353"
    assert (truth(session), session.world_time) == ("false", "bell.year_353")
    session.world_time = "current"
    assert session.world_time is None


def test_a_session_has_its_setting_and_its_character(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, setting="page", npc="Odo")
    assert session.world().default_setting == "page"
    assert (session.setting, session.npc) == ("page", "per_odo")
    found = session.call("query_as_npc", at_time="bell.year_10", show_hidden=True)
    assert found.meta.world_time == "bell.year_10"
    assert "per_odo" in {row["id"] for row in found if row["visible"]}


def test_a_null_for_the_character_does_not_lift_the_veil(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, npc="Odo")
    assert session.call("secrets_known_by", npc=None).meta.facts["npc"] == "per_odo"
    assert session.call("secrets_known_by", npc="per_nell").meta.facts["npc"] == "per_nell"


def test_what_the_world_does_not_have_is_refused(bench: wb.Bench, sid: str) -> None:
    with pytest.raises(BadInput, match=r"\(page, tide\), saw 'moon'"):
        bench.session(sid, setting="moon")
    with pytest.raises(BadInput, match="'Nobody'"):
        bench.session(sid, npc="Nobody")
    with pytest.raises(TimeSyntaxError):
        bench.session(sid, world_time="Year 345")
    with pytest.raises(BadInput, match="tool_budget: expected a number of calls, saw -1"):
        bench.session(sid, tool_budget=-1)
    assert bench.cache.fields(f"lore:session:{sid}") == {}


def test_the_state_is_in_the_cache_under_its_names(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, "tide", "bell.year_345", "per_nell", 5)
    session.entity_context = {"last": ["per_nell"], "note": "日本"}
    kept = bench.cache.fields(f"lore:session:{sid}")
    del kept["opened_at"]
    assert kept == {
        "setting_id": b"tide",
        "world_time": b"bell.year_345",
        "npc_id": b"per_nell",
        "tool_budget": b"5",
        "entity_context": '{"last": ["per_nell"], "note": "日本"}'.encode(),
    }
    assert bench.session(sid).entity_context == {"last": ["per_nell"], "note": "日本"}


def test_a_session_that_is_joined_is_as_it_was_but_for_what_is_said(
    bench: wb.Bench, sid: str
) -> None:
    bench.session(sid, "tide", "bell.year_345", "per_nell", 5)
    joined = bench.session(sid, world_time="bell.year_2")
    assert (joined.setting, joined.npc, joined.tool_budget) == ("tide", "per_nell", 5)
    assert joined.world_time == "bell.year_2"
    assert bench.session(sid, tool_budget=9).tool_budget == 9


def test_a_budget_is_spent_by_calls_of_any_process(bench: wb.Bench, sid: str) -> None:
    sessions = [bench.session(sid, tool_budget=3), bench.session(sid)]
    for at in range(3):
        sessions[at % 2].call("was_true_at", **OATH)
    for session in sessions:
        with pytest.raises(BudgetSpent, match="has made all its calls") as caught:
            session.call("was_true_at", **OATH)
        assert caught.value.after == 24 * 3600
        assert session.tool_budget == 0


def test_what_is_no_call_costs_none(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, tool_budget=1)
    with pytest.raises(QueryNotFound, match="ask for was_true_at"):
        session.call("was_true")
    with pytest.raises(BadParameters, match=r"was_true_at\(relation: .*missing a required"):
        session.call("was_true_at", relation="MEMBER_OF")
    with pytest.raises(BadParameters, match="unexpected keyword argument 'when'"):
        session.call("was_true_at", **OATH, when="current")
    with pytest.raises(BadParameters, match="sworn takes faction; given: house"):
        session.call("oath.sworn", house="fac_lantern")
    assert session.tool_budget == 1
    truth(session)  # a person's own question is no call of a model
    assert session.tool_budget == 1


def on_a_fresh_minute() -> float:
    """Seconds left of this minute, at least ten."""
    if time.time() % 60 > 50:
        time.sleep(60.1 - time.time() % 60)
    return 60 - time.time() % 60


def test_a_rate_says_when_to_come_back(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, calls_per_minute=2, tool_budget=5)
    left = on_a_fresh_minute()
    session.call("was_true_at", **OATH)
    session.call("was_true_at", **OATH)
    with pytest.raises(
        RateLimited, match=r"its 2 calls of this minute; come back after \d+ s"
    ) as c:
        session.call("was_true_at", **OATH)
    assert 0 < c.value.after <= left
    assert not isinstance(c.value, BudgetSpent)
    assert session.tool_budget == 3
    assert bench.cache.get(f"lore:rate:{sid}:{int(time.time() // 60)}") == b"3"


def test_sessions_of_one_address_share_its_rate(bench: wb.Bench, sid: str) -> None:
    on_a_fresh_minute()
    address = f"10.0.0.{next(_NUMBERS)}"
    first, second = (
        bench.session(f"{sid}{name}", calls_per_minute=2, address=address) for name in "ab"
    )
    first.call("was_true_at", **OATH)
    second.call("was_true_at", **OATH)
    with pytest.raises(RateLimited, match=f"address '{address}'"):
        first.call("was_true_at", **OATH)
    assert bench.cache.get(f"lore:rate:ip:{address}:{int(time.time() // 60)}") == b"3"


def test_queries_of_templates_are_called_through_a_session_too(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, world_time="bell.year_345", tool_budget=2)
    found = session.call("oath.sworn", faction="fac_lantern")
    assert found.column("name") == ["Nell"]
    assert found.meta.world_time == "bell.year_345"
    assert session.call("sworn", faction="nobody").rows.values == []
    assert session.tool_budget == 0


def test_texts_are_embedded_through_the_cache(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid)
    (vector,) = session.embedder.embed(["eel pie"])
    digest = sha256(b"eel pie").hexdigest()
    kept = bench.cache.get(f"lore:embed:{bench.embedder.model}:{digest}")
    assert kept == struct.pack(f"<{len(vector)}f", *vector)


def test_losing_the_cache_loses_no_fact(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, "tide", "bell.year_345", "per_nell", tool_budget=1)
    session.call("was_true_at", **OATH)
    lose(bench)
    assert truth(session) == "false"  # the setting's own time again
    assert (session.world_time, session.setting, session.npc) == (None, "tide", "per_nell")
    assert session.tool_budget == 1
    session.call("was_true_at", **OATH)
    with pytest.raises(BudgetSpent):
        session.call("was_true_at", **OATH)


def test_a_session_opens_and_counts_while_the_cache_is_dead(bench: wb.Bench, sid: str) -> None:
    bench.session(sid)
    lose(bench)
    session = bench.session(sid, tool_budget=2)
    assert truth(session) == "false"
    assert session.call("was_true_at", **OATH).column("truth") == ["false"]
    assert isinstance(session, Session)


def test_a_cache_that_is_never_there_leaves_budget_and_answers(bench: wb.Bench, sid: str) -> None:
    nowhere = f"unix://{bench.folder}/none.sock"
    with wb.open(bench.folder, cache=nowhere, write=True) as without:
        session = without.session(sid, world_time="bell.year_345", tool_budget=2)
        assert (truth(session), session.world_time) == ("false", None)
        session.entity_context = {"lost": 1}
        assert session.entity_context == {}
        assert len(session.embedder.embed(["eel"])[0]) == bench.embedder.dimension
        assert session.call("sworn", faction="fac_lantern").column("id") == ["per_nell"]
        session.call("was_true_at", **OATH)
        with pytest.raises(BudgetSpent):
            session.call("was_true_at", **OATH)


def test_what_a_session_does_not_say_is_the_benchs(bench: wb.Bench, sid: str) -> None:
    session: Any = bench.session(sid)
    assert session.folder == bench.folder
    assert session.sql("SELECT 1 AS one").rows.values == [(1,)]
    assert session.cypher("MATCH (p:Person) RETURN count(p) AS n").rows.values == [(2,)]
    with pytest.raises(AttributeError):
        _ = session.nothing_of_this_name
