"""A world's logs reach their tables once, whole, and nothing is dropped in silence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.etl.difference import Counts
from workbench.etl.world.logs import load_logs
from workbench.schema import migrate

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
MISSION = (
    "id,mission_id,step_no,step_type,occurred_at,in_fiction_time,party,location_id,outcome,"
    "notes,sources"
)
NOON = "2026-02-01T12:00:00Z"


@pytest.fixture
def store(relational: Any) -> Any:
    migrate(relational, ("workbench", "lore"), dimension=4)
    return relational


def written(folder: Path, **files: str) -> Path:
    """A world of these log files: a line a row, `dialogue_log='{…}'` as JSONL."""
    (folder / "logs").mkdir(exist_ok=True)
    for table, text in files.items():
        suffix = "jsonl" if text.startswith("{") else "csv"
        (folder / "logs" / f"{table}.{suffix}").write_text(text, "utf-8")
    return folder


def steps(*rows: str) -> str:
    """Rows `id,mission_id,step_no`, the rest the same."""
    return "\n".join([MISSION, *(f"{row},planned,{NOON},,,,,," for row in rows)])


def stored(store: Any) -> list[tuple[Any, ...]]:
    return list(store.rows("SELECT id, mission_id, step_no FROM mission_log ORDER BY id").values)


def test_the_sample_world_s_logs_are_stored_and_a_second_load_changes_nothing(store: Any) -> None:
    counts, rejects = load_logs(WORLD, store)
    assert rejects == ()
    lines = {f.stem: f.read_text().count("\n") - (f.suffix == ".csv") for f in WORLD.glob("logs/*")}
    assert {table: c.added for table, c in counts.items()} == lines
    again, _ = load_logs(WORLD, store)
    assert {table: c.unchanged for table, c in again.items()} == lines
    assert sum(c.changed for c in again.values()) == 0


def test_values_arrive_with_their_types(store: Any) -> None:
    load_logs(WORLD, store)
    found = store.rows(
        "SELECT quantity::text, payload ->> 'kind', sources, buyer_id FROM trade_log WHERE id = 1"
    )
    assert found.values == [("60", "listed", ["src_exchange_daybook"], None)]
    party = store.rows("SELECT party, outcome FROM mission_log WHERE id = 1").values
    assert party == [(["per_silas_brack", "per_nell_brack"], None)]


def test_the_next_row_of_the_database_s_own_gets_a_new_id(store: Any) -> None:
    load_logs(WORLD, store)
    insert = "INSERT INTO retcon (target_id) VALUES ('x') RETURNING id"
    largest = store.rows("SELECT max(id) AS id FROM retcon")[0]["id"]
    assert store.write(insert)[0]["id"] == largest + 1


def test_a_changed_line_is_updated_and_one_that_left_is_removed(store: Any, tmp_path: Path) -> None:
    load_logs(written(tmp_path, mission_log=steps("1,A,1", "2,A,2", "3,A,3")), store)
    counts, _ = load_logs(written(tmp_path, mission_log=steps("1,A,1", "2,B,2")), store)
    assert counts == {"mission_log": Counts(0, 1, 1, 1)}
    assert stored(store) == [(1, "A", 1), (2, "B", 2)]


def test_two_lines_can_trade_their_places(store: Any, tmp_path: Path) -> None:
    load_logs(written(tmp_path, mission_log=steps("1,A,1", "2,A,2")), store)
    counts, rejects = load_logs(written(tmp_path, mission_log=steps("1,A,2", "2,A,1")), store)
    assert (counts["mission_log"], rejects) == (Counts(0, 2, 0, 0), ())
    assert stored(store) == [(1, "A", 2), (2, "A", 1)]


def test_rows_that_the_loader_did_not_bring_stay(store: Any, tmp_path: Path) -> None:
    load_logs(written(tmp_path, mission_log=steps("1,A,1", "2,A,2")), store)
    insert = "INSERT INTO mission_log (mission_id, step_no, occurred_at) VALUES ('S', 1, now())"
    store.write(insert)  # as a saga does: row 3
    world = written(tmp_path, mission_log=steps("1,A,1", "3,A,3", "4,S,1"))
    counts, rejects = load_logs(world, store)
    assert [(r.row, r.reason) for r in rejects] == [
        (3, "a row with this id is there, and another program wrote it"),
        (4, "a row of another id has this mission_id and step_no"),
    ]
    assert counts["mission_log"] == Counts(0, 0, 0, 1)
    assert stored(store) == [(1, "A", 1), (2, "A", 2), (3, "S", 1)]


REFUSED = {
    "1,A": (2, "", "expected 11 fields, as in the header"),
    f",A,1,planned,{NOON},,,,,,": (2, "id", "expected a value, found none"),
    f"1,A,one,planned,{NOON},,,,,,": (2, "step_no", "expected a whole number"),
    f"1,A,3000000000,planned,{NOON},,,,,,": (2, "step_no", "a whole number that fits integer"),
    "1,A,1,planned,yesterday,,,,,,": (2, "occurred_at", "expected a time as in"),
    f"1,A,1,planned,{NOON},,per_x,,,,": (2, "party", "expected a JSON list of texts"),
}


@pytest.mark.parametrize("line", REFUSED)
def test_a_bad_line_is_named_and_the_others_are_stored(
    store: Any, tmp_path: Path, line: str
) -> None:
    text = f'{MISSION}\n{line}\n2,A,2,planned,{NOON},,,,,"two\nlines",\n'
    counts, rejects = load_logs(written(tmp_path, mission_log=text), store)
    row, column, reason = REFUSED[line]
    assert [(r.row, r.column) for r in rejects] == [(row, column)]
    assert reason in rejects[0].reason
    assert counts["mission_log"].added == 1


def test_lines_are_counted_in_the_file_not_in_rows(store: Any, tmp_path: Path) -> None:
    text = f'{MISSION}\n1,A,1,planned,{NOON},,,,,"two\nlines",\n,B,1,planned,{NOON},,,,,,\n'
    _, rejects = load_logs(written(tmp_path, mission_log=text), store)
    assert [r.row for r in rejects] == [4]


def test_repeated_ids_and_unknown_worlds_are_refused(store: Any, tmp_path: Path) -> None:
    said = {"npc_id": "per_x", "message": "Hm.", "world_id": None}
    lines = [{**said, "id": 1}, {**said, "id": 1}, {**said, "id": 2, "world_id": "nowhere"}]
    text = "\n".join([*map(json.dumps, lines), '{"id": 3, "mood": "low"}', "[]", "{"])
    counts, rejects = load_logs(written(tmp_path, dialogue_log=text), store)
    assert [(r.row, r.reason.split(":")[0][:28]) for r in rejects] == [
        (4, "expected keys among id, worl"),
        (5, "expected an object"),
        (6, "not JSON"),
        (2, "an earlier line has this id"),
        (3, "its world_id is no row of `w"),
    ]
    assert counts["dialogue_log"] == Counts(added=1)


@pytest.mark.parametrize("message", ["a\0b", "\ud800"])
def test_text_that_postgresql_cannot_hold_is_refused(
    store: Any, tmp_path: Path, message: str
) -> None:
    rows = [{"id": 1, "tool_name": message}, {"id": 2, "tool_name": "t", "result": [message]}]
    text = "\n".join(map(json.dumps, rows))
    counts, rejects = load_logs(written(tmp_path, tool_call=text), store)
    assert [(r.row, r.column) for r in rejects] == [(1, "tool_name"), (2, "result")]
    assert counts["tool_call"] == Counts()


def test_a_file_with_refused_lines_removes_no_row(store: Any, tmp_path: Path) -> None:
    load_logs(written(tmp_path, mission_log=steps("1,A,1", "2,A,2")), store)
    load_logs(written(tmp_path, mission_log=steps("1,A,1", "two,A,2")), store)
    assert stored(store) == [(1, "A", 1), (2, "A", 2)]


def test_the_time_that_the_database_filled_in_is_no_change(store: Any, tmp_path: Path) -> None:
    world = written(tmp_path, retcon='{"id": 1, "target_id": "per_x"}')
    load_logs(world, store)
    assert load_logs(world, store)[0]["retcon"] == Counts(unchanged=1)


def test_a_header_of_another_file_stops_the_load_and_changes_nothing(
    store: Any, tmp_path: Path
) -> None:
    world = written(
        tmp_path, dialogue_log='{"id": 1, "npc_id": "x", "message": "y"}', retcon="id,what\n"
    )
    with pytest.raises(BadInput, match=r"retcon.csv, line 1: expected the columns id, world_id"):
        load_logs(world, store)
    assert store.rows("SELECT count(*) AS n FROM dialogue_log")[0]["n"] == 0


def test_a_file_of_no_table_is_named(store: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"trades\.csv: expected a log called campaign_event"):
        load_logs(written(tmp_path, trades="id\n"), store)


def test_missing_tables_say_how_to_make_them(relational: Any) -> None:
    with pytest.raises(BadInput, match=r'world, .* are missing.*bench.migrate\("lore"\)'):
        load_logs(WORLD, relational)


def test_a_copied_world_adopts_rows_that_are_the_same(store: Any, tmp_path: Path) -> None:
    load_logs(WORLD, store)
    shutil.copytree(WORLD / "logs", tmp_path / "logs")
    counts, rejects = load_logs(tmp_path, store)
    assert rejects == ()
    assert sum(c.changed for c in counts.values()) == 0
