"""What an answer of VelesQL carries beside its rows, and the doors that give one."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import workbench as wb
from workbench.bench.veles.collection import Collection
from workbench.core.errors import BadParameters, VelesFailed, WriteRefused

YEARLESS = "SELECT id FROM {} WHERE NOT (year > 1900)"


def test_an_answer_has_ids_scores_and_a_trace(bench: wb.Bench, places: Collection) -> None:
    text = f"SELECT name FROM {places.name} WHERE vector NEAR $q LIMIT 2"
    answer = bench.veles(text, q=[0, 1])
    assert answer.rows.values == [("Gannet Head",), ("Short Pier",)]
    assert answer.ids == [2, 4]
    assert answer.scores == pytest.approx([1.0, 0.6])
    (step,) = answer.trace
    assert (step.store, step.statement, step.rows) == ("collections", text, 2)
    assert step.engine == "velesql 1"
    assert step.parameters == {"q": [0, 1]}


def test_the_plan_is_told_without_running(bench: wb.Bench, places: Collection) -> None:
    answer = bench.veles(f"SELECT id FROM {places.name} WHERE year > 1900 LIMIT 7")
    assert "limit: 7" in str(answer.plan())
    assert answer.plan().actual_rows is None


def test_a_change_says_what_it_touched_and_is_not_run_again(
    bench: wb.Bench, places: Collection
) -> None:
    done = bench.veles(f"UPDATE {places.name} SET seen = TRUE WHERE kind = 'pier'")
    assert done.affected == 2
    with pytest.raises(WriteRefused, match="only reads"):
        bench.replay(done.capsule())


def test_a_notice_says_what_a_reader_should_know(bench: wb.Bench, places: Collection) -> None:
    answer = places.query("MATCH (a@nowhere {kind: 'light'}) RETURN a.name")
    assert answer.rows.values == [("Gannet Head",), ("Hollow Rock",)]
    assert "there is no collection 'nowhere'" in answer.notices[0]
    assert f"note: {answer.notices[0]}" in str(answer)


def test_a_capsule_replays_until_the_data_changes(bench: wb.Bench, places: Collection) -> None:
    text = f"SELECT id, score FROM {places.name} WHERE vector NEAR $q AND year > $y"
    capsule = bench.veles(text, q=[1, 0], y=1900).capsule()
    assert bench.replay(capsule).verdict == "equal"
    places.upsert({"id": 9, "vector": [1, 1], "year": 2000})
    later = bench.replay(capsule)
    assert (later.verdict, later.added, later.removed) == ("rows differ", 1, 0)


def test_a_capsule_keeps_the_logic_and_the_collection(bench: wb.Bench, places: Collection) -> None:
    text = YEARLESS.format(places.name)
    compat = bench.veles(text, compat=True)
    assert (bench.veles(text).ids, compat.ids) == ([2], [2, 3])
    places.relate([{"source": 1, "target": 2, "label": "A"}])
    walked = places.query("MATCH (a)-->(b) RETURN b.name")
    for answer in (compat, walked):
        assert bench.replay(answer.capsule()).verdict == "equal"
    assert walked.plan().operator


def test_a_timeout_stops_a_query_and_locks_nothing(bench: wb.Bench, places: Collection) -> None:
    text = f"SELECT a.id FROM {places.name} AS a JOIN {places.name} AS b ON a.kind = b.kind"
    with pytest.raises(VelesFailed, match="timeout") as told:
        bench.veles(text, timeout=1e-9)
    assert told.value.code == "VELES-027"
    assert len(bench.veles(f"{text} LIMIT 100")) == 8


@pytest.mark.parametrize(
    ("code", "text", "position"),
    [
        ("E001", "SELECT FROM {}", 7),
        ("VELES-002", "SELECT * FROM {}_x", 14),
        ("E005", "SELECT * FROM {} WHERE kind = $kin", 32),
        ("V016", "SELECT * FROM {} WITH (mod = 'fast')", None),
    ],
)
def test_an_error_has_its_code_and_its_place(
    bench: wb.Bench, places: Collection, code: str, text: str, position: int | None
) -> None:
    with pytest.raises(VelesFailed) as told:
        bench.veles(text.format(places.name), kind=1)
    assert told.value.code == code
    assert f"({code}" in str(told.value)
    if position is not None:
        marked = [line for line in str(told.value).splitlines() if line.strip() == "^"]
        assert len(marked) == 1


def test_typed_text_reads_through_one_door_and_changes_through_another(
    bench: wb.Bench, places: Collection
) -> None:
    text = f"SELECT id FROM {places.name} WHERE kind = $kind"
    assert bench.typed.parameters("velesql", text) == {"kind": True}
    assert bench.typed.answer("velesql", text, {"kind": "pier"}).rows.values == [(1,), (4,)]
    assert bench.typed.answer("velesql", text, {"kind": "pier"}, row_limit=1).rows.truncated
    plan = bench.typed.plan("velesql", text, {"kind": "pier"}, measured=True)
    assert plan.actual_rows == 2
    remove = f"DELETE FROM {places.name} WHERE id = 1"
    with pytest.raises(WriteRefused, match=r"bench\.veles"):
        bench.typed.answer("velesql", remove, {})
    assert bench.typed.write("velesql", remove, {}).counters == {"rows affected": 1}
    with pytest.raises(BadParameters, match=r"takes \$kind"):
        bench.typed.answer("velesql", text, {"kin": 1})


def test_the_magic_binds_the_notebook_s_variables(
    bench: wb.Bench,
    places: Collection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    config = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(config=config, user_ns={"bench": bench, "q": [0, 1]})
    shell.run_line_magic("load_ext", "workbench")
    places.relate([{"source": 4, "target": 2, "label": "A"}])
    near = f"%%velesql -o near\nSELECT id FROM {places.name} WHERE vector NEAR $q LIMIT 1"
    walked = f"%%velesql -o walked --param _collection='{places.name}'\n"
    shell.run_cell(near).raise_error()
    shell.run_cell(walked + "MATCH (a)-->(b) RETURN b.name").raise_error()
    assert shell.user_ns["near"].rows.values == [(2,)]
    assert shell.user_ns["walked"].rows.values == [("Gannet Head",)]
    InteractiveShell.clear_instance()


def test_an_answer_can_be_looked_at(bench: wb.Bench, places: Collection) -> None:
    shown = bench.see.query(bench.veles(f"SELECT id FROM {places.name}"))
    assert shown.result.language == "velesql"


def test_a_catalogue_query_embeds_a_text_in_the_bench_s_own_model(bench: wb.Bench) -> None:
    titles = {1: "a lamp on the rocks", 2: "the price of wool"}
    made = bench.collections.create("titles", bench.embedder.dimension)
    made.upsert(
        ids=titles,
        vectors=bench.embedder.embed(list(titles.values())),
        payloads=[{"title": title} for title in titles.values()],
    )
    given = {"collection": "titles", "field": "title"}
    answer = bench.ask("veles/nearest", embedding="wool and its cost", **given)
    assert [row[0] for row in answer.rows.values] == [2, 1]
    assert bench.replay(answer.capsule()).verdict == "equal"
