from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.evaluation.small_runs import run
from workbench.core.errors import BadInput
from workbench.core.evaluation.run import Run
from workbench.evaluation.gating.baseline import accept, baseline_in, run_of
from workbench.evaluation.runs.folder import read_run, write_run


def kept(folder: Path, name: str, value: float = 0.5, questions: int = 4) -> Path:
    write_run(run(name, [value] * questions), folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_an_accepted_run_is_the_baseline_byte_for_byte(tmp_path: Path) -> None:
    made = kept(tmp_path / "run", "new")

    baseline = accept(made, tmp_path / "kept" / "baseline")

    assert contents(baseline) == contents(made)
    assert read_run(baseline).name == "new"
    assert [file.name for file in baseline.parent.iterdir()] == ["baseline"]


def test_a_baseline_on_the_same_questions_is_replaced(tmp_path: Path) -> None:
    baseline = accept(kept(tmp_path / "old", "old"), tmp_path / "baseline")

    accept(kept(tmp_path / "new", "new", 0.7), baseline)

    assert read_run(baseline).name == "new"


def test_a_baseline_on_other_questions_is_replaced_by_force_only(tmp_path: Path) -> None:
    baseline = accept(kept(tmp_path / "old", "old"), tmp_path / "baseline")
    grown = kept(tmp_path / "new", "new", questions=5)

    with pytest.raises(BadInput, match="holds a run on another golden set than 'new'"):
        accept(grown, baseline)
    assert read_run(baseline).name == "old"
    assert read_run(accept(grown, baseline, force=True)).name == "new"


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.md").write_text("years of work")
    made = kept(tmp_path / "run", "new")

    with pytest.raises(BadInput, match="expected a run or nothing"):
        accept(made, tmp_path / "thesis", force=True)
    with pytest.raises(BadInput, match="is the baseline already"):
        accept(made, made)
    assert (tmp_path / "thesis" / "chapter.md").read_text() == "years of work"


def test_what_is_no_finished_run_is_not_accepted(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="expected a run"):
        accept(tmp_path / "nothing", tmp_path / "baseline")
    assert not (tmp_path / "baseline").exists()


def test_a_baseline_is_a_run_or_a_folder_of_runs_by_name(tmp_path: Path) -> None:
    kept(tmp_path / "all" / "bm25", "bm25")

    assert baseline_in(tmp_path / "all" / "bm25", "dense").name == "bm25"
    assert baseline_in(tmp_path / "all", "bm25").name == "bm25"
    with pytest.raises(BadInput, match="accept one with: workbench eval accept RUN"):
        baseline_in(tmp_path / "all", "dense")


def test_a_run_is_taken_as_it_is_or_read_from_its_folder(tmp_path: Path) -> None:
    folder = kept(tmp_path / "run", "new")
    whole: Run = read_run(folder)

    assert run_of(whole) is whole
    assert run_of(str(folder)) == whole
    assert replace(run_of(folder), folder=None).name == "new"
