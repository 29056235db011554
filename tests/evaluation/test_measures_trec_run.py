"""Run files of TREC are read with the place of every fault, and written to be read again."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.replies import Ranking
from workbench.evaluation.measures.trec_run import read_trec_run, write_trec_run

RUNS = {
    "q1": Ranking(["ж", "b"], [0.1 + 0.2, -1e-300]),
    "q2": Ranking(["b"], [7.0]),
}


def test_what_is_written_is_read_again_to_the_last_digit(tmp_path: Path) -> None:
    write_trec_run(tmp_path / "a.run", RUNS, tag="mine")
    first, *_ = (tmp_path / "a.run").read_text(encoding="utf-8").splitlines()
    assert first == "q1 Q0 ж 1 0.30000000000000004 mine"
    assert read_trec_run(tmp_path / "a.run") == RUNS


def test_a_compressed_file_and_other_line_ends_are_read(tmp_path: Path) -> None:
    text = "q1\tQ0\ta\t1\t2.5\tt\r\n\r\nq1 Q0 b 2 1 t\r\n"
    (tmp_path / "a.run.gz").write_bytes(gzip.compress(text.encode()))
    assert read_trec_run(tmp_path / "a.run.gz") == {"q1": Ranking(["a", "b"], [2.5, 1.0])}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"q1 Q0 b 2 1.0", "line 2: expected six fields"),
        (b"q1 Q0 b 2 high t", "line 2: expected a finite number as the score, found 'high'"),
        (b"q1 Q0 b 2 nan t", "line 2: expected a finite number as the score, found 'nan'"),
        (b"q1 Q0 \xff 2 1.0 t", "line 2: expected UTF-8"),
    ],
)
def test_a_fault_is_told_with_its_line(line: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.run").write_bytes(b"q1 Q0 a 1 2.0 t\n" + line + b"\n")
    with pytest.raises(BadInput, match=message):
        read_trec_run(tmp_path / "a.run")


def test_a_file_that_is_no_gzip_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.run.gz").write_text("q1 Q0 a 1 2.0 t\n")
    with pytest.raises(BadInput, match="expected a gzip file"):
        read_trec_run(tmp_path / "a.run.gz")


@pytest.mark.parametrize("one", ["a b", "", "a\n"])
def test_an_id_that_the_form_cannot_hold_is_refused(one: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no room for"):
        write_trec_run(tmp_path / "a.run", {"q": Ranking([one], [1.0])})
