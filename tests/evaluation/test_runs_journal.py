"""A run that was killed goes on where it was; one of other settings is not mixed into it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.asked import MEASURES, Ranker, golden, number
from workbench.core.errors import BadInput, StoreBusy
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.run import Run
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.folder import read_run
from workbench.evaluation.runs.journal import Journal


class Counted:
    """Answers, counts what it was asked, and ends the run at a question."""

    name = "s"
    settings: Mapping[str, Any] = {}

    def __init__(self, fails: tuple[str, ...] = (), ends: str = "") -> None:
        self.asked: list[str] = []
        self.fails, self.ends = fails, ends

    def __call__(self, question: Question) -> str:
        self.asked.append(question.id)
        if question.id == self.ends:
            raise KeyboardInterrupt
        if question.id in self.fails:
            raise RuntimeError("down")
        return f"a{number(question)}"


def asked_of(system: Counted, folder: Path, **how: Any) -> Run:
    return evaluate(system, golden(), MEASURES, folder=folder, workers=1, **how)


def broken_off(folder: Path, at: str = "q7") -> None:
    with pytest.raises(KeyboardInterrupt):
        asked_of(Counted(ends=at), folder)


def test_a_killed_run_asks_only_what_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.evaluation.asked", str(tmp_path / "run")]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2])
    system = Counted()
    run = asked_of(system, tmp_path / "run")

    assert killed.returncode == -signal.SIGKILL
    assert system.asked == ["q7", "q8", "q9", "q10", "q11"]
    assert run.scores == evaluate(Counted(), golden(), MEASURES).scores
    assert read_run(tmp_path / "run") == run


def test_a_run_keeps_its_id_and_start_when_it_goes_on(tmp_path: Path) -> None:
    broken_off(tmp_path)
    with Journal(tmp_path, {}) as journal:
        head = journal.head
    run = asked_of(Counted(), tmp_path)

    assert (run.id, run.manifest["started"]) == (head["id"], head["started"])


@pytest.mark.parametrize("cut", [1, 9, 40])
def test_a_half_written_last_line_is_dropped_and_its_question_asked_again(
    cut: int, tmp_path: Path
) -> None:
    broken_off(tmp_path)
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-cut])
    system = Counted()

    asked_of(system, tmp_path)
    assert system.asked == ["q6", "q7", "q8", "q9", "q10", "q11"]


def test_a_line_that_is_no_outcome_is_named(tmp_path: Path) -> None:
    broken_off(tmp_path)
    journal = tmp_path / "journal.jsonl"
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join([*lines[:2], "{]\n", *lines[3:]]))

    with pytest.raises(BadInput, match=r"journal\.jsonl, line 3: expected an outcome"):
        asked_of(Counted(), tmp_path)


def test_a_journal_of_other_bytes_is_named(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_bytes(b"\xf9\x00\n")

    with pytest.raises(BadInput, match=r"line 1: expected the settings of a run"):
        asked_of(Counted(), tmp_path)


def test_an_unfinished_run_cannot_be_read_and_says_how_to_go_on(tmp_path: Path) -> None:
    broken_off(tmp_path)

    with pytest.raises(BadInput, match="not finished; evaluate"):
        read_run(tmp_path)


OTHERS: dict[str, tuple[dict[str, Any], str]] = {
    "name": ({"name": "t"}, "system was 's', is 't'"),
    "settings": ({"settings": {"k": 5}}, r"settings\.k was None, is 5"),
    "repeats": ({"repeats": 2}, "repeats was 1, is 2"),
    "seed": ({"seed": 3}, "seed was 0, is 3"),
}


@pytest.mark.parametrize(("other", "says"), OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("begin", [broken_off, lambda f: asked_of(Counted(), f)])
def test_a_run_of_other_settings_is_refused_by_what_differs(
    begin: Callable[[Path], object], other: dict[str, Any], says: str, tmp_path: Path
) -> None:
    begin(tmp_path)
    before = sorted(path.read_bytes() for path in tmp_path.iterdir())

    with pytest.raises(BadInput, match=says):
        asked_of(Counted(), tmp_path, **other)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == before


def test_another_golden_set_is_refused(tmp_path: Path) -> None:
    broken_off(tmp_path)

    with pytest.raises(BadInput, match="golden was"):
        evaluate(Counted(), golden(13), MEASURES, folder=tmp_path)


def test_a_finished_run_asks_nothing_and_takes_other_measures(tmp_path: Path) -> None:
    first = asked_of(Counted(), tmp_path)
    system = Counted()
    second = evaluate(system, golden(), ["exact"], folder=tmp_path)

    assert system.asked == []
    assert (second.id, second.outcomes) == (first.id, first.outcomes)
    assert list(second.scores) == ["exact"]
    assert read_run(tmp_path) == second


def test_failed_outcomes_stay_unless_they_are_to_be_asked_again(tmp_path: Path) -> None:
    asked_of(Counted(fails=("q2", "q5")), tmp_path)
    kept, again = Counted(), Counted()

    assert len(asked_of(kept, tmp_path).failed) == 2
    assert asked_of(again, tmp_path, resume="failed").failed == ()
    assert (kept.asked, again.asked) == ([], ["q2", "q5"])
    assert read_run(tmp_path).failed == ()


@pytest.mark.parametrize("begin", [broken_off, lambda f: asked_of(Counted(), f)])
def test_a_run_is_begun_anew_only_where_that_is_said(
    begin: Callable[[Path], object], tmp_path: Path
) -> None:
    begin(tmp_path)
    system = Counted()
    with pytest.raises(BadInput, match="resume='replace' begins anew"):
        asked_of(system, tmp_path, resume=False)
    assert system.asked == []

    asked_of(system, tmp_path, resume="replace", seed=5)
    assert len(system.asked) == 12


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")

    with pytest.raises(BadInput, match="other files and no run"):
        asked_of(Counted(), tmp_path, resume="replace")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_two_processes_do_not_write_one_run(tmp_path: Path) -> None:
    with Journal(tmp_path, {"id": "x"}), pytest.raises(StoreBusy, match="another process"):
        asked_of(Counted(), tmp_path)


def test_every_part_of_an_outcome_survives_the_journal(tmp_path: Path) -> None:
    whole = evaluate(Ranker(), golden(), MEASURES, folder=tmp_path / "whole")
    with Journal(tmp_path / "journal", {}) as journal:
        for outcome in whole.outcomes:
            journal.add(outcome)
    with Journal(tmp_path / "journal", {}) as again:
        assert tuple(again.outcomes.values()) == whole.outcomes
