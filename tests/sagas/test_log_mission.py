"""A mission logged at once to tables, graph and objects: whole, refused, or the same again.

Each row of the table of outcomes that needs no fault of a store is a test here; those that do
are in `test_saga_faults.py`, kills in `tests/lifecycle/test_saga_kills.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.sagas.missions import (
    FILES,
    NEW,
    NOTHING,
    held,
    is_whole,
    journal,
    leave_by,
    let_leases_run_out,
    markers,
    mission,
    step,
)
from workbench.core.errors import BadInput, SagaFailed
from workbench.sagas import log_mission, logging_mission, saga_report


def test_a_mission_is_stored_whole_in_every_store(stores: Any) -> None:
    receipt = log_mission(stores, mission(), FILES, "monday")
    ((saga_id, state, step_name),) = receipt.rows.values
    found = held(stores)
    assert (state, step_name) == ("committed", "commit_marker")
    assert is_whole(found, files=2)
    assert {stores.objects.get(name) for name in found["objects"]} == {
        b"here be eels",
        b"burn this",
    }
    assert markers(stores) == [(saga_id, "committed")]
    assert [row[2] for row in journal(stores, saga_id)] == ["done"] * 5
    assert saga_report(stores).rows.values == []


def test_relations_carry_what_questions_need(stores: Any) -> None:
    log_mission(stores, mission())
    edges = {edge[0]: edge[2] for edge in held(stores)["edges"]}
    assert edges["GIVEN_BY"]["sources"] == ["src_lantern_talk"]
    assert all(properties["edge_id"] for properties in edges.values())
    assert held(stores)["node"]["settings"] == ["tidewheel"]
    assert held(stores)["node"]["secrecy"] == "faction_internal"  # the template's default


def test_a_mission_without_steps_or_files_skips_those(stores: Any) -> None:
    receipt = log_mission(stores, mission(steps=[]))
    states = [row[2] for row in journal(stores, receipt.rows.values[0][0])]
    assert states == ["done", "skipped", "done", "skipped", "done"]
    assert held(stores)["rows"] == []


def test_the_same_key_again_gives_what_came_of_it(stores: Any) -> None:
    first = log_mission(stores, mission(), FILES, "monday")
    again = log_mission(stores, mission(), FILES, "monday")
    assert again.rows.values == first.rows.values
    assert is_whole(held(stores), files=2)


def test_the_same_key_for_another_mission_is_refused(stores: Any) -> None:
    log_mission(stores, mission(), idempotency_key="monday")
    with pytest.raises(BadInput, match="use a new key"):
        log_mission(stores, mission(name="Another"), idempotency_key="monday")
    assert is_whole(held(stores))


def test_the_same_key_while_it_runs_is_in_progress(stores: Any) -> None:
    with logging_mission(stores, mission(), idempotency_key="monday"):
        again = log_mission(stores, mission(), idempotency_key="monday")
        assert again.rows.column("state") == ["in_progress"]
    assert is_whole(held(stores))


def test_the_same_key_goes_on_with_what_was_left(stores: Any) -> None:
    block = logging_mission(stores, mission(), idempotency_key="monday")
    saga = block.__enter__()
    assert markers(stores) == []
    let_leases_run_out(stores)
    again = log_mission(stores, mission(), idempotency_key="monday")
    assert again.rows.values == [(saga.saga_id, "committed", "commit_marker")]
    assert (is_whole(held(stores)), len(markers(stores))) == (True, 1)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "template": ({"template": "loud_errand"}, "no template 'loud_errand'"),
    "field": ({"fields": {**mission()["fields"], "risk": "none"}}, "risk: expected one of"),
    "giver": ({"relations": [{"type": "GIVEN_BY", "to": "per_nobody"}]}, "endpoint exists"),
    "label of an end": (
        {"relations": [{"type": "GIVEN_BY", "to": "itm_umbrella"}]}, "endpoint label",
    ),
    "cardinality": ({"relations": mission()["relations"][1:]}, "cardinality"),
    "source": ({"sources": ["src_none"]}, "no source 'src_none'"),
    "setting": ({"setting_id": "margin"}, "margin"),
    "party": ({"steps": [step(1, "planned", party=["per_nobody"])]}, r"steps\[0\]: party"),
    "place": ({"steps": [step(1, "x", location_id="itm_umbrella")]}, "id of a Location"),
    "time": ({"steps": [step(1, "x", in_fiction_time="412 BA")]}, "in_fiction_time"),
    "clock": ({"steps": [step(1, "x", occurred_at="yesterday")]}, "occurred_at"),
    "two of a number": ({"steps": [step(1, "a"), step(1, "b")]}, "twice"),
    "log": ({"template": "market_lot"}, "market_lot|unknown field|TradeLot"),
    "id of an event": ({"id": "evt_flood"}, "ids are unique"),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_before_any_write(
    stores: Any, changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        log_mission(stores, mission(**changes), FILES)
    assert held(stores) == NOTHING
    assert list(stores.sql("SELECT * FROM saga_journal").rows.values) == []


def test_rows_that_are_there_with_the_same_content_are_taken_as_done(stores: Any) -> None:
    log_mission(stores, mission())
    ids = stores.sql("SELECT id FROM mission_log WHERE mission_id = $id", id=NEW).rows.values
    with pytest.raises(KeyError):
        leave_by(KeyError(), stores, mission())
    again = stores.sql("SELECT id FROM mission_log WHERE mission_id = $id", id=NEW).rows.values
    assert sorted(again) == sorted(ids)  # not this saga's, so not its to remove


def test_rows_that_are_there_with_other_content_reject_the_mission(stores: Any) -> None:
    log_mission(stores, mission())
    before = held(stores)
    other = mission(steps=[step(2, "botched"), step(3, "paid")])
    with pytest.raises(SagaFailed, match=r"other rows for MSN-900, step_no \[2\]") as failed:
        log_mission(stores, other, idempotency_key="other")
    assert (failed.value.step, failed.value.undone, failed.value.stuck) == ("log_rows", (), ())
    assert held(stores) == before
    again = log_mission(stores, other, idempotency_key="other")
    assert again.rows.column("state") == ["rejected"]


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_a_block_left_by_an_error_leaves_nothing(stores: Any, error: type[BaseException]) -> None:
    def look(saga: Any) -> None:
        assert is_whole(held(stores), files=2)
        sagas.append(saga)

    sagas: list[Any] = []
    with pytest.raises(error) as left:
        leave_by(error(), stores, mission(), FILES, look)
    assert (held(stores), markers(stores), sagas[0].state) == (NOTHING, [], "compensated")
    assert "compensated" in left.value.__notes__[0]
    assert [row[2] for row in journal(stores, sagas[0].saga_id)] == ["compensated"] * 4


def test_undoing_a_merge_restores_the_mission_that_was_there(stores: Any) -> None:
    planned = {**mission()["fields"], "status": "planned", "payout": 7}
    crew = [edge for edge in mission()["relations"] if edge["type"] != "ASSIGNED_TO"]
    crew.append({"type": "ASSIGNED_TO", "to": "per_silas_brack"})
    first = mission(fields=planned, summary="Planned.", relations=crew, steps=[step(1, "planned")])
    log_mission(stores, first, FILES[:1])
    before = held(stores)

    def look(_: Any) -> None:
        now = held(stores)
        assert (now["node"]["payout"], len(now["edges"]), len(now["rows"])) == (40, 5, 2)

    with pytest.raises(KeyError):
        leave_by(KeyError(), stores, mission(), FILES, look)
    assert held(stores) == before


def test_undoing_keeps_what_others_changed_meanwhile(stores: Any) -> None:
    log_mission(stores, mission(summary="First."))

    def meddle(_: Any) -> None:
        stores.graph.write(f"MATCH (d:DomainEntity {{id: '{NEW}'}}) SET d.summary = 'Theirs.'")

    with pytest.raises(KeyError):
        leave_by(KeyError(), stores, mission(name="Mine", summary="Mine."), doing=meddle)
    node = held(stores)["node"]
    assert (node["name"], node["summary"]) == ("The Umbrella Returns", "Theirs.")


def test_a_saga_inside_a_transaction_is_refused(stores: Any) -> None:
    with pytest.raises(BadInput, match="leave relational"), stores.relational.transaction():
        log_mission(stores, mission())
    assert held(stores) == NOTHING
    assert list(stores.sql("SELECT * FROM saga_journal").rows.values) == []
