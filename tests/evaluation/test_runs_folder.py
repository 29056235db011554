"""A run's folder gives the run back, has equal bytes for equal content, and tells what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import polars
import pytest

from tests.evaluation.asked import MEASURES, Ranker, golden
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Ranking, Reply, TraceStep
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured
from workbench.core.values import Node, Rows
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.folder import read_run, write_run

RICH = Run(
    id="20261121T000000.000000Z-00000001",
    name="rich",
    questions=(
        Question("é", "«?»", judgements={"z": 2, "a": -1}, expected={"names": ["x"]}),
        Question("$q", "", "answer", scenario="s", context="c", extra={"when": UUID(int=1)}),
    ),
    outcomes=(
        Outcome("é", "answered", 1, Reply(ranking=Ranking([], []))),
        Outcome("é", "answered", 2, Reply(text="", path=(), citations=("c",), cost=0.0)),
        Outcome("$q", "failed", 1, error="X: \n", seconds=0.5),
        Outcome(
            "$q",
            "answered",
            2,
            Reply(
                ranking=Ranking(["z", "z", "Ω"], [2.0, 2.0, -0.1]),
                rows=Rows(("n", "n"), [(Node("i", ("L",), {"p": 1}), None)], truncated=True),
                trace=(TraceStep("sql", "select 1", 0.25), TraceStep("say", "…")),
                data={"truth": "unknown", "path": (1, 2)},
            ),
            seconds=1e-9,
        ),
    ),
    scores={
        "m": Measured(
            "m",
            {("é", 1): 0.1 + 0.2, ("é", 2): 0.0},
            {("$q", 1): "failed: X", ("$q", 2): ""},
            {("é", 1): (0.1, 0.4)},
            {"unjudged": 3},
        ),
        "of nothing": Measured(
            "of nothing", {}, {(q, r): "no use" for q in ("é", "$q") for r in (1, 2)}
        ),
    },
)


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = write_run(RICH, tmp_path / "run")

    assert read_run(tmp_path / "run") == kept
    assert replace(kept, manifest={}, folder=None) == RICH


def test_an_evaluated_run_is_read_as_it_was_given_back(tmp_path: Path) -> None:
    run = evaluate(Ranker(), golden(), MEASURES, folder=tmp_path / "run", repeats=2)

    assert read_run(tmp_path / "run") == run
    assert not (tmp_path / "run" / "journal.jsonl").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_rankings_lie_in_a_table_of_question_repeat_rank_id_score(tmp_path: Path) -> None:
    write_run(RICH, tmp_path / "run")
    table = polars.read_parquet(tmp_path / "run" / "rankings.parquet")

    assert table.rows() == [("$q", 2, 1, "z", 2.0), ("$q", 2, 2, "z", 2.0), ("$q", 2, 3, "Ω", -0.1)]


OTHER_PROCESS = """
import sys
from tests.evaluation.test_runs_folder import RICH, replace, write_run
for scores in ({}, RICH.scores) * 10:
    write_run(replace(RICH, scores=scores), sys.argv[1])
"""


def test_another_process_writes_equal_bytes_and_a_reader_never_meets_half_a_run(
    tmp_path: Path,
) -> None:
    for name in ("first", "theirs"):
        write_run(RICH, tmp_path / name)
    command = [sys.executable, "-c", OTHER_PROCESS, str(tmp_path / "theirs")]
    writer = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    found = set()
    while writer.poll() is None:
        found.add(len(read_run(tmp_path / "theirs").scores))

    assert (writer.returncode, found) == (0, {0, 2})
    ours, theirs = (contents(tmp_path / name) for name in ("first", "theirs"))
    assert len(ours) == 7
    assert ours == theirs


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def older(path: Path) -> None:
    manifest = json.loads(path.read_bytes())
    path.write_text(json.dumps({**manifest, "format": 99}))


BROKEN: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "changed": ("scores.parquet", flip, "scores.parquet changed after the run was written"),
    "missing": ("replies.parquet", Path.unlink, "lacks its file replies.parquet"),
    "no manifest": ("manifest.json", Path.unlink, "expected a run, which has a manifest.json"),
    "half a manifest": ("manifest.json", lambda p: p.write_text('{"format"'), "expected JSON"),
    "no names": ("manifest.json", lambda p: p.write_text('{"format": 1}'), "lacks id, name"),
    "a list": ("manifest.json", lambda p: p.write_text("[1]"), r"format 1, found \[1\]"),
    "later format": ("manifest.json", older, "expected a run of format 1, found 99"),
}


@pytest.mark.parametrize(("name", "breaking", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_run_is_refused_by_what_is_wrong(
    name: str, breaking: Callable[[Path], object], says: str, tmp_path: Path
) -> None:
    write_run(RICH, tmp_path)
    breaking(tmp_path / name)

    with pytest.raises(BadInput, match=says):
        read_run(tmp_path)


def test_a_folder_of_another_run_or_of_other_files_is_left_alone(tmp_path: Path) -> None:
    write_run(RICH, tmp_path / "run")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").touch()

    with pytest.raises(BadInput, match=f"holds the run {RICH.id}"):
        write_run(replace(RICH, id="another"), tmp_path / "run")
    with pytest.raises(BadInput, match="holds other files and no run"):
        write_run(RICH, tmp_path / "photos")


def test_writing_a_run_again_keeps_notes_that_lie_beside_it(tmp_path: Path) -> None:
    write_run(RICH, tmp_path / "run")
    (tmp_path / "run" / "notes.md").write_text("mine")
    write_run(replace(RICH, scores={}), tmp_path / "run")

    assert read_run(tmp_path / "run").scores == {}
    assert (tmp_path / "run" / "notes.md").read_text() == "mine"


def test_an_outcome_without_a_score_is_refused(tmp_path: Path) -> None:
    odd = replace(RICH, scores={"m": Measured("m", {("é", 1): 1.0})})

    with pytest.raises(BadInput, match=r"m: expected a value or a reason for the outcome \('é', 2"):
        write_run(odd, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_the_score_of_a_question_that_a_run_does_not_have_is_kept(tmp_path: Path) -> None:
    whole = RICH.scores["m"]
    more = replace(whole, values={**whole.values, ("missing", 1): 0.0})

    assert write_run(replace(RICH, scores={"m": more}), tmp_path / "run").scores == {"m": more}
    assert read_run(tmp_path / "run").scores == {"m": more}
