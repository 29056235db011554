"""Calls of tools written down, and made again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

import workbench as wb
from tests.lore.small_bench import OATH, small_bench
from workbench.core.errors import BadInput, WorkbenchError
from workbench.core.lore import LoreAnswer, Meta
from workbench.core.values import Node, Rows
from workbench.tools import lore
from workbench.tools.lore.calling import KEPT_WHOLE, kept_result

_NUMBERS = count()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wb.Bench]:
    with small_bench(tmp_path_factory.mktemp("log")) as opened:
        yield opened


@pytest.fixture
def sid() -> str:
    return f"log_{next(_NUMBERS)}"


def logged(bench: wb.Bench, sid: str) -> list[dict[str, Any]]:
    return list(bench.ask("lore/tool_calls", session_id=sid).rows)


def record(bench: wb.Bench, sid: str, tool: str, arguments: Any, **outcome: Any) -> None:
    given = {"result": None, "error": None, "duration_ms": 3, **outcome}
    bench.tell(
        "lore/record_tool_call", session_id=sid, tool_name=tool, arguments=arguments, **given
    )


def verdicts(bench: wb.Bench, sid: str) -> list[tuple[str, str]]:
    found = lore.replay_tool_calls(bench, session_id=sid)
    return [(row["tool_name"], row["verdict"]) for row in found]


def test_a_recorded_call_holds_what_was_asked_and_what_came_back(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, world_time="bell.year_345")
    found = session.call("was_true_at", record=True, **OATH)
    session.call("was_true_at", **OATH)
    (call,) = logged(bench, sid)
    assert (call["tool_name"], call["arguments"], call["error"]) == ("was_true_at", OATH, None)
    assert call["result"]["rows"] == json.loads(json.dumps(list(found)))
    assert call["result"]["meta"]["world_time"] == "bell.year_345"
    assert call["result"]["session"] == {"world_time": "bell.year_345"}
    assert 0 <= call["duration_ms"] < 60_000


def test_an_error_is_written_down_and_raised(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, tool_budget=1)
    asked = {"entity": "per_nobody"}
    with pytest.raises(BadInput):
        session.call("timeline", record=True, **asked)
    with pytest.raises(WorkbenchError):
        session.call("timeline", record=True, **asked)
    first, second = logged(bench, sid)
    assert (first["result"], first["error"][:9]) == (None, "BadInput:")
    assert second["error"].startswith("BudgetSpent: ")
    assert verdicts(bench, sid) == [("timeline", "fails still")] * 2


def test_a_bench_records_calls_without_a_session(bench: wb.Bench) -> None:
    bench.call("sworn", record=True, faction="fac_lantern")
    assert bench.call("oath.sworn", faction="fac_lantern").column("id") == ["per_nell"]
    (row,) = (r for r in lore.replay_tool_calls(bench) if r["tool_name"] == "sworn")
    assert (row["session_id"], row["verdict"]) == (None, "equal")


def test_calls_made_again_are_equal_under_the_sessions_own_time(bench: wb.Bench, sid: str) -> None:
    session = bench.session(sid, world_time="bell.year_345")
    session.call("was_true_at", record=True, **OATH)
    session.call("oath.sworn", record=True, faction="fac_lantern")
    found = lore.replay_tool_calls(bench, session_id=sid)
    assert [(r["verdict"], r["recorded_rows"], r["rows"]) for r in found] == [("equal", 1, 1)] * 2
    assert found.meta.facts["verdicts"] == {"equal": 2}
    assert found.column("note") == ["", ""]


def test_a_changed_world_is_told_as_rows_that_differ(bench: wb.Bench, sid: str) -> None:
    bench.session(sid).call("sworn", record=True, faction="fac_lantern")
    bench.graph.write("MATCH (p:Person {id: 'per_nell'}) SET p.name = 'Nellie'")
    assert verdicts(bench, sid) == [("sworn", "rows differ")]
    bench.graph.write("MATCH (p:Person {id: 'per_nell'}) SET p.name = 'Nell'")
    assert verdicts(bench, sid) == [("sworn", "equal")]


def test_rows_in_another_order_are_told_so(bench: wb.Bench, sid: str) -> None:
    rows = [{"id": i, "name": n, "label": "Person"} for i, n in (("b", "B"), ("a", "A"))]
    now = list(lore.setting_members(bench, ["tide"]))
    record(bench, sid, "setting_members", {"settings": ["tide"]}, result={"rows": now[::-1]})
    record(bench, sid, "setting_members", {"settings": ["tide"]}, result={"rows": rows})
    assert verdicts(bench, sid) == [
        ("setting_members", "order differs"),
        ("setting_members", "rows differ"),
    ]


def test_a_record_of_a_number_of_rows_is_compared_by_number(bench: wb.Bench, sid: str) -> None:
    for rows in (1, 7):
        record(bench, sid, "was_true_at", OATH, result={"rows": rows})
    found = lore.replay_tool_calls(bench, session_id=sid)
    assert [(r["verdict"], r["recorded_rows"], r["rows"]) for r in found] == [
        ("equal", 1, 1),
        ("rows differ", 7, 1),
    ]
    assert found.column("note") == ["by number: the record holds no rows", "by number"]


def test_what_cannot_be_made_again_is_told_with_the_reason(bench: wb.Bench, sid: str) -> None:
    result = {"rows": 1}
    record(bench, sid, "no_such_tool", {}, result=result)
    record(bench, sid, "was_true_at", {"subject": "per_nell"}, result=result)
    record(bench, sid, "timeline", {"entity": "per_gone"}, result=result)
    record(bench, sid, "timeline", {"entity": "per_nell"}, error="RateLimited")
    record(bench, sid, "timeline", None, result=None)
    record(bench, sid, "timeline", {"entity": "per_nell"}, result=None)
    found = lore.replay_tool_calls(bench, session_id=sid)
    assert found.column("verdict") == [
        "not replayable", "not replayable", "failed", "runs now", "not replayable",
        "not replayable",
    ]  # fmt: skip
    notes = found.column("note")
    assert "no tool is called 'no_such_tool'" in notes[0]
    assert "missing a required argument: 'relation'" in notes[1]
    assert "per_gone" in notes[2]


@pytest.mark.parametrize(
    ("arguments", "result", "verdict"),
    [
        ({"entity": 7}, {"rows": 1}, "not replayable"),
        ({"entity": {"a": 1}}, {"rows": 1}, "not replayable"),
        (["per_nell"], {"rows": 1}, "not replayable"),
        ("per_nell", "seven rows", "not replayable"),
        ({"entity": "per_nell"}, ["x"], "not replayable"),
        ({"entity": "per_nell"}, {"rows": "many"}, "not replayable"),
        ({"entity": "per_nell"}, {"rows": [], "session": {"world_time": "Year 3"}}, "failed"),
    ],
)
def test_an_odd_record_does_not_end_the_replay(
    bench: wb.Bench, sid: str, arguments: Any, result: Any, verdict: str
) -> None:
    record(bench, sid, "timeline", arguments, result=result)
    record(bench, sid, "was_true_at", OATH, result={"rows": 1})
    assert verdicts(bench, sid) == [("timeline", verdict), ("was_true_at", "equal")]


def test_a_replay_changes_nothing(bench: wb.Bench, sid: str) -> None:
    (bench.folder / "templates").mkdir(exist_ok=True)
    file = bench.folder / "templates" / "x.yaml"
    file.write_text("template: {id: x, type: X, version: 1}\n")
    record(bench, sid, "reload_templates", {}, result={"rows": 1})
    assert verdicts(bench, sid) == [("reload_templates", "not replayable")]
    assert bench.ask("lore/templates").rows.column("id") == ["oath"]
    file.unlink()


def test_calls_are_chosen_by_session_tool_and_time(bench: wb.Bench, sid: str) -> None:
    record(bench, sid, "timeline", {"entity": "per_nell"}, result={"rows": 1})
    record(bench, sid, "was_true_at", OATH, result={"rows": 1})
    chosen = lore.replay_tool_calls(bench, session_id=sid, tool="timeline")
    assert chosen.column("tool_name") == ["timeline"]
    assert len(lore.replay_tool_calls(bench, session_id=sid, since="2000-01-01T00:00:00Z")) == 2
    assert len(lore.replay_tool_calls(bench, session_id=sid, since="2999-01-01")) == 0
    with pytest.raises(BadInput, match="since: expected a real date"):
        lore.replay_tool_calls(bench, since="yesterday")


def answer(rows: int) -> LoreAnswer:
    text = "x" * 100
    return LoreAnswer(Rows(("id", "text"), [(n, text) for n in range(rows)]), Meta())


def test_a_long_result_is_kept_as_its_number_and_hashes() -> None:
    short, long = kept_result(answer(10)), kept_result(answer(2000))
    assert len(short["rows"]) == 10
    assert (long["rows"], len(long["hash"])) == (2000, 64)
    assert len(json.dumps(long)) < KEPT_WHOLE
    backwards = LoreAnswer(Rows(("id", "text"), answer(2000).rows.values[::-1]), Meta())
    other = kept_result(backwards)
    assert other["hash"] != long["hash"]
    assert other["hash_any_order"] == long["hash_any_order"]


def test_values_that_json_does_not_have_are_kept_readable() -> None:
    found = kept_result(Rows(("node", "n"), [(Node("p", ("Person",), {"name": "P"}), 1.5)]))
    assert found["rows"] == [{"node": {"id": "p", "labels": ["Person"], "name": "P"}, "n": 1.5}]
    assert kept_result(["a"])["rows"] == [{"result": ["a"]}]
