"""Reports: what stands in them, and that no text of a run acts on the page."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import polars
import pytest

from tests.evaluation.compared_runs import questions, run
from workbench.evaluation.comparison.alignment import letter
from workbench.evaluation.comparison.compare import compare
from workbench.evaluation.comparison.comparison import Comparison
from workbench.evaluation.comparison.report import number

ASKED = questions(30)
LOW = [at % 5 / 10 for at in range(30)]
HIGH = [at % 5 / 10 + 0.3 + at % 2 / 10 for at in range(30)]
HOSTILE = r"50% <b>_x_</b> | \input{a} & $y$ #1 {~^} [z] `q`"


@pytest.fixture(scope="module")
def found() -> Comparison:
    a = run("bm25", ASKED, {"RR": LOW, "nDCG@10": LOW})
    b = run("dense_v2", ASKED, {"RR": HIGH, "nDCG@10": ["failed: timeout", *HIGH[1:]]})
    return compare(a, b)


@pytest.fixture(scope="module")
def hostile() -> Comparison:
    return compare(run(HOSTILE, ASKED, {HOSTILE: LOW}), run("plain", ASKED, {HOSTILE: HIGH}))


def test_the_table_has_a_row_a_run_with_raised_letters(found: Comparison) -> None:
    table = found.table()
    assert table.columns == ("", "run", "n", "RR", "nDCG@10")
    assert table.values == [
        ("a", "bm25", "30", "0.200", "0.200"),
        ("b", "dense_v2", "29–30", "0.550ᵃ", "0.559ᵃ"),
    ]


def test_means_stand_with_their_own_intervals_where_that_is_wanted(found: Comparison) -> None:
    mean = found.means[0, "RR"]
    assert found.table(intervals=True)[0]["RR"] == f"0.200 ({mean.low:.3f} to {mean.high:.3f})"
    assert "| **0.550 (" in found.markdown(intervals=True)
    assert "Behind a mean its own interval" in found.html(intervals=True)


def test_every_report_says_how_its_numbers_came_about(found: Comparison) -> None:
    for text in (found.markdown(), found.latex(), found.html(), str(found)):
        plain = text.replace("\\_", "_")
        assert "ties trec_eval, missing zero, unjudged not relevant" in plain
        assert "10000 resamples, seed 0, alpha 0.05" in plain
        assert re.search(r"b dense_v2: 0–1 failed", plain)


def test_policies_that_differ_or_are_not_recorded_are_told() -> None:
    other = run("b", ASKED, {"RR": HIGH}, manifest={})
    text = str(compare(run("a", ASKED, {"RR": LOW}), other))
    assert "Policies differ between the runs: a: ties trec_eval" in text
    assert "b: not recorded" in text


def test_markdown_sets_the_best_apart_and_raises_letters(found: Comparison) -> None:
    assert "| b | dense\\_v2 | 29–30 | **0.550**<sup>a</sup> |" in found.markdown()
    assert "+0.330 to +0.370 | &lt;0.001 |" in found.markdown()
    assert "| dense\\_v2 | bm25 | RR | 30 | +0.350 |" in found.markdown()


def test_latex_has_the_rules_of_booktabs(found: Comparison) -> None:
    text = found.latex()
    rules = re.findall(r"\\(toprule|midrule|bottomrule)", text)
    assert rules == ["toprule", "midrule", "bottomrule"] * 2
    assert r"b & dense\_v2 & 29–30 & \textbf{0.550}\textsuperscript{a}" in text


def test_an_interval_stays_on_one_line_and_has_true_minus_signs_in_print() -> None:
    worse = compare(run("a", ASKED, {"RR": HIGH}), run("b", ASKED, {"RR": LOW}))
    assert re.search(r"<td>-0\.\d+&nbsp;to&nbsp;-0\.\d+</td>", worse.html())
    assert re.search(r"& \$-\$0\.\d+ to \$-\$0\.\d+ &", worse.latex())


def test_no_text_of_a_run_acts_in_html(hostile: Comparison) -> None:
    seen: set[str] = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: seen.add(tag)  # type: ignore[method-assign]
    parser.feed(hostile.html())
    allowed = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "small"}
    assert seen <= allowed | {"strong", "sup"}
    assert "&lt;b&gt;_x_&lt;/b&gt;" in hostile.html()


def test_no_text_of_a_run_acts_in_markdown(hostile: Comparison) -> None:
    lines = [line for line in hostile.markdown().splitlines() if line.startswith("|")]
    bars = [len(re.findall(r"(?<!\\)\|", line)) for line in lines]
    assert set(bars[:4]) == {5}  # four columns in the table of means, whatever a name holds
    assert "<b>" not in hostile.markdown()


def test_no_text_of_a_run_acts_in_latex(hostile: Comparison) -> None:
    text = hostile.latex()
    assert r"50\% \textless{}b\textgreater{}\_x\_\textless{}/b\textgreater{} \textbar{}" in text
    assert r"\textbackslash{}input\{a\} \& \$y\$ \#1 \{\textasciitilde{}" in text


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_compiles(hostile: Comparison, tmp_path: Path) -> None:
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{booktabs}\begin{document}"
    (tmp_path / "t.tex").write_text(f"{head}\n{hostile.latex()}\n\\end{{document}}")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_notebook_shows_the_html_and_a_terminal_the_text(found: Comparison) -> None:
    assert found._repr_html_() == found.html()
    assert repr(found).startswith("Means over 30 questions\n\n   run")


def test_polars_has_a_row_a_comparison(found: Comparison) -> None:
    frame = found.polars()
    assert frame.shape == (2, 23)
    assert frame["difference"].dtype == polars.Float64
    assert frame["n"].to_list() == [30, 29]


def test_the_same_comparison_twice_is_the_same_to_the_byte(found: Comparison) -> None:
    again = compare(*found.runs)
    assert again.markdown() == found.markdown()
    assert again.pairs() == found.pairs()


def test_numbers_of_questions_that_a_difference_needs(found: Comparison) -> None:
    row = found.power(0.02)[0]
    sd = row["sd"]
    assert sd == pytest.approx(0.0508548, abs=1e-6)
    assert row["questions_needed"] == 51  # ((1.959964 + 0.841621) * 0.0508548 / 0.02)² = 50.7


def test_rounding_makes_no_negative_zero_and_no_number_a_dash() -> None:
    assert number(-0.0001, 3) == "0.000"
    assert number(-0.0001, 3, sign=True) == "+0.000"
    assert (number(None, 3), number(float("inf"), 3)) == ("–", "–")


def test_letters_go_on_after_z() -> None:
    assert [letter(at) for at in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]
