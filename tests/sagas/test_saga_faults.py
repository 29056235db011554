"""A store fails at a step: what comes of the saga, as the table of outcomes says.

1. Step 2 fails: rows of this saga go again; where they cannot, a dead letter says what to do and
   a recovery does it. A commit whose answer was lost is undone too.
2. Step 3 fails: the mission stands and owes its files, which are tried again, later and later,
   8 times; the last success pays, the last failure is a dead letter.
3. Step 3 fails and cannot be marked, step 4 fails: a dead letter, and a recovery goes on.
4. The journal fails: before anything began nothing is there; later the saga is left open.
5. An interrupt in the middle of any step undoes everything.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.sagas.faults import Faulty, Interrupted
from tests.sagas.missions import (
    FILES,
    NEW,
    NOTHING,
    held,
    is_whole,
    journal,
    leave_by,
    let_leases_run_out,
    letters,
    markers,
    mission,
)
from workbench.core.errors import SagaFailed, StoreUnavailable
from workbench.sagas import log_mission, recover, saga_report


@pytest.fixture
def faulty(stores: Any) -> Faulty:
    return Faulty(stores)


def fail_to_log(faulty: Faulty, *fails: str, files: Any = FILES) -> SagaFailed:
    faulty.fails = set(fails)
    with pytest.raises(SagaFailed) as failed:
        log_mission(faulty, mission(), files, "monday")
    faulty.fails = set()
    return failed.value


def recovered(stores: Any) -> list[str]:
    let_leases_run_out(stores)
    states: list[str] = recover(stores).rows.column("state")
    return states


@pytest.mark.parametrize("fails", ["graph", "saga_merge_instance", "load_native_edges"])
def test_a_graph_that_fails_undoes_the_rows(stores: Any, faulty: Faulty, fails: str) -> None:
    faulty.fails = set()
    log_mission(faulty, mission("MSN-901"))  # the world is known, the templates are read
    block = mission()
    faulty.fails = {fails} if fails != "graph" else {"saga_merge_instance", "saga_instance"}
    with pytest.raises(SagaFailed) as failed:
        log_mission(faulty, block, FILES, "monday")
    assert (failed.value.step, failed.value.stuck) == ("merge_instance", ())
    assert failed.value.undone == ("log_rows",)
    assert held(stores) == NOTHING
    assert [r[2] for r in journal(stores, failed.value.saga_id)][:2] == ["compensated"] * 2
    again = log_mission(stores, block, FILES, "monday")
    assert again.rows.column("state") == ["compensated"]
    assert len(held(stores, "MSN-901")["rows"]) == 2


def test_rows_that_cannot_be_removed_are_a_dead_letter_and_removed_later(
    stores: Any, faulty: Faulty
) -> None:
    failed = fail_to_log(faulty, "saga_merge_instance", "saga_mission_delete")
    assert (failed.step, failed.stuck) == ("merge_instance", ("log_rows",))
    (letter,) = letters(stores)
    assert (letter["reason"], letter["payload"]["step"]) == ("compensation_failed", "log_rows")
    assert "run recover()" in letter["payload"]["to_do"]
    assert letter["payload"]["request"]["instance"]["id"] == NEW
    assert {row["what"] for row in saga_report(stores)} == {
        *("open_saga", "dead_letter", "rows_without_node")
    }
    assert recovered(stores) == ["compensated"]
    assert (held(stores), letters(stores)) == (NOTHING, [])


def test_a_recovery_that_fails_again_counts_an_attempt(stores: Any, faulty: Faulty) -> None:
    fail_to_log(faulty, "saga_merge_instance", "saga_mission_delete")
    faulty.fails = {"saga_mission_delete"}
    let_leases_run_out(stores)
    assert recover(faulty).rows.column("state") == ["dead_letter"]
    assert [letter["attempts"] for letter in letters(stores)] == [2]
    assert recovered(stores) == ["compensated"]


def test_a_commit_whose_answer_was_lost_is_undone_when_the_graph_is_back(
    stores: Any, faulty: Faulty
) -> None:
    failed = fail_to_log(faulty, "answer")
    assert failed.stuck == ("merge_instance",)
    assert held(stores)["node"]  # it was stored, and the rows are gone
    assert held(stores)["rows"] == []
    assert recovered(stores) == ["compensated"]
    assert held(stores) == NOTHING


def test_undoing_does_not_take_away_edges_that_others_tied_to_the_node(
    stores: Any, faulty: Faulty
) -> None:
    def tie(_: Any) -> None:
        stores.graph.write(
            f"MATCH (d:DomainEntity {{id: '{NEW}'}}), (p:Person {{id: 'per_nell_brack'}}) "
            "CREATE (p)-[:KNOWS_OF {edge_id: 'rel_x'}]->(d)"
        )

    with pytest.raises(KeyError) as left:
        leave_by(KeyError(), stores, mission(), FILES, tie)
    assert "could not be undone at merge_instance" in left.value.__notes__[0]
    assert "KNOWS_OF per_nell_brack" in letters(stores)[0]["payload"]["error"]
    stores.graph.write("MATCH ()-[r:KNOWS_OF]->() DELETE r")
    assert recovered(stores) == ["compensated"]
    assert held(stores) == NOTHING


def owing(stores: Any, faulty: Faulty) -> str:
    """A mission that was logged while the object store refused: its saga."""
    faulty.fails = {"objects"}
    receipt = log_mission(faulty, mission(), FILES, "monday")
    assert receipt.rows.column("state") == ["attachments_pending"]
    saga_id: str = receipt.rows.column("saga_id")[0]
    return saga_id


def minutes_to_next_try(stores: Any) -> list[float]:
    text = (
        "SELECT extract(epoch FROM next_try_at - clock_timestamp()) / 60 FROM attachments_pending"
    )
    return [float(row[0]) for row in stores.sql(text).rows.values]


def let_time_pass(stores: Any) -> None:
    stores.relational.write(
        "UPDATE attachments_pending SET next_try_at = clock_timestamp() "
        "WHERE next_try_at IS NOT NULL"
    )


def test_a_mission_whose_files_cannot_be_stored_stands_and_owes_them(
    stores: Any, faulty: Faulty
) -> None:
    saga_id = owing(stores, faulty)
    found = held(stores)
    assert (len(found["rows"]), found["objects"]) == (2, [])
    assert found["node"]["attachments_pending"] is True
    assert markers(stores) == [(saga_id, "attachments_pending")]
    assert [row["what"] for row in saga_report(stores)] == ["pending_attachment"] * 2
    assert all(0.89 <= minutes <= 1.1 for minutes in minutes_to_next_try(stores))
    assert recover(stores).rows.values == []  # not due yet
    let_time_pass(stores)
    assert recover(stores).rows.column("state") == ["committed"]
    assert is_whole(held(stores), files=2)
    assert (markers(stores), saga_report(stores).rows.values) == ([(saga_id, "committed")], [])


def test_contents_are_kept_in_the_journal_until_they_are_stored(
    stores: Any, faulty: Faulty
) -> None:
    owing(stores, faulty)
    text = "SELECT payload -> 'files' -> 0 ? 'content' FROM saga_journal WHERE step_no = 0"
    assert list(stores.sql(text).rows.values) == [(True,)]
    let_time_pass(stores)
    recover(stores)
    assert list(stores.sql(text).rows.values) == [(False,)]


def test_owed_files_are_tried_later_and_later_and_then_given_up(
    stores: Any, faulty: Faulty
) -> None:
    saga_id = owing(stores, faulty)
    waits = []
    for _ in range(8):
        let_time_pass(stores)
        told = recover(faulty)
        waits.append(minutes_to_next_try(stores)[0] if told.rows.values == [] else None)
    assert all(0.89 * 2**n <= waits[n - 1] <= 1.1 * 2**n for n in range(1, 8))
    assert waits[7] is None
    assert told.rows.values == [(saga_id, "dead_letter", "put_attachments")]
    (letter,) = letters(stores)
    assert (letter["reason"], len(letter["payload"]["objects"])) == ("attachment_exhausted", 2)
    assert "recover(retry=[saga_id])" in letter["payload"]["to_do"]
    assert recover(stores, retry=[saga_id]).rows.column("state") == ["committed"]
    assert (is_whole(held(stores), files=2), letters(stores)) == (True, [])


def test_files_that_were_given_up_are_tried_anew_for_the_next_saga(
    stores: Any, faulty: Faulty
) -> None:
    owing(stores, faulty)
    stores.relational.write("UPDATE attachments_pending SET attempts = 8, next_try_at = NULL")
    faulty.fails = {"objects"}
    again = log_mission(faulty, mission(), FILES, "tuesday")
    assert again.rows.column("state") == ["attachments_pending"]
    assert all(0.8 < wait < 1.2 for wait in minutes_to_next_try(stores))
    let_time_pass(stores)
    assert "committed" in recover(stores).rows.column("state")
    assert is_whole(held(stores), files=2)


def test_files_that_are_neither_stored_nor_marked_are_recovered(
    stores: Any, faulty: Faulty
) -> None:
    faulty.fails = {"objects", "saga_pending_add"}
    receipt = log_mission(faulty, mission(), FILES, "monday")
    assert receipt.rows.column("state") == ["dead_letter"]
    assert (receipt.rows.values[0][2], markers(stores)) == ("put_attachments", [])
    assert [letter["reason"] for letter in letters(stores)] == ["attachments_unmarked"]
    assert recovered(stores) == ["committed"]
    assert (is_whole(held(stores), files=2), letters(stores)) == (True, [])


def test_a_marker_that_fails_leaves_the_mission_and_is_made_up_for(
    stores: Any, faulty: Faulty
) -> None:
    faulty.fails = {"saga_marker"}
    receipt = log_mission(faulty, mission(), FILES, "monday")
    assert receipt.rows.values[0][1:] == ("dead_letter", "commit_marker")
    assert "bring back the graph" in receipt.meta.warnings[0]
    assert (is_whole(held(stores), files=2), markers(stores)) == (True, [])
    assert [letter["reason"] for letter in letters(stores)] == ["commit_marker"]
    again = log_mission(stores, mission(), FILES, "monday")  # the lease was let go
    assert again.rows.column("state") == ["committed"]
    assert (len(markers(stores)), letters(stores)) == (1, [])


@pytest.mark.parametrize("fails", ["saga_pending", "saga_marker"])
def test_a_step_that_was_given_up_can_still_be_undone_or_gone_on_with(
    stores: Any, faulty: Faulty, fails: str
) -> None:
    faulty.fails = {fails}
    log_mission(faulty, mission(), FILES, "monday")
    assert recovered(stores) == ["committed"]
    assert (is_whole(held(stores), files=2), letters(stores)) == (True, [])


def test_a_block_around_what_was_given_up_undoes_it(stores: Any, faulty: Faulty) -> None:
    faulty.fails = {"objects", "saga_pending_add"}
    with pytest.raises(KeyError):
        leave_by(KeyError(), faulty, mission(), FILES, lambda _: faulty.fails.clear())
    assert (held(stores), markers(stores), letters(stores)) == (NOTHING, [], [])


def test_nothing_begins_without_a_journal(stores: Any, faulty: Faulty) -> None:
    faulty.fails = {"saga_begin"}
    with pytest.raises(StoreUnavailable):
        log_mission(faulty, mission(), FILES, "monday")
    assert held(stores) == NOTHING
    assert log_mission(stores, mission(), FILES, "monday").rows.column("state") == ["committed"]


def test_a_saga_that_loses_its_journal_is_left_open_and_gone_on_with(
    stores: Any, faulty: Faulty
) -> None:
    failed = fail_to_log(faulty, "saga_merge_instance", "saga_turn")
    assert failed.stuck == ("merge_instance",)
    assert "goes on with saga" in str(failed)
    assert [row["what"] for row in saga_report(stores)] == ["open_saga", "rows_without_node"]
    assert recovered(stores) == ["committed"]
    assert is_whole(held(stores), files=2)


@pytest.mark.parametrize(
    "at", ["saga_step", "saga_mission_insert", "load_native_edges", "saga_marker"]
)
def test_an_interrupt_in_the_middle_of_a_step_undoes_the_mission(stores: Any, at: str) -> None:
    with pytest.raises(KeyboardInterrupt) as stopped:
        log_mission(Interrupted(stores, at=at), mission(), FILES, "monday")
    assert (held(stores), markers(stores), letters(stores)) == (NOTHING, [], [])
    assert stopped.value.__notes__[0].endswith(("compensated", "rejected"))
    assert saga_report(stores).rows.values == []


def test_a_file_given_by_its_path_is_read_when_it_is_stored(
    stores: Any, faulty: Faulty, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.sagas.attachments.KEPT", 5)
    file = tmp_path / "map.png"
    file.write_bytes(b"here be eels")
    faulty.fails = {"objects"}
    (saga_id,) = log_mission(faulty, mission(), [file]).rows.column("saga_id")
    file.write_bytes(b"other eels")
    recover(stores, retry=[saga_id])
    assert "has changed since" in next(iter(saga_report(stores)))["detail"]
    file.write_bytes(b"here be eels")
    assert recover(stores, retry=[saga_id]).rows.column("state") == ["committed"]
    assert stores.objects.get(held(stores)["objects"][0]) == b"here be eels"
