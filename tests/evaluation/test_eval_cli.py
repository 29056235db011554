from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.evaluation.small_runs import run
from workbench.cli.commands import app
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.evaluation.golden.write import write_golden
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.folder import read_run, write_run

QUESTIONS = tuple(
    Question(f"q{at}", f"what is {at}?", answer=f"it is {at}", scenario="even" if at % 2 else "odd")
    for at in range(20)
)
CARD = Card("sums", "by hand", "CC0", "2026-11-22", "its author", "exact", "Sums.")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs: `right` answers all, `half` every other, `same` as half, `broken` fails."""
    folder = tmp_path_factory.mktemp("runs")
    systems = {
        "right": lambda question: question.answer,
        "half": lambda question: question.answer if int(question.id[1:]) % 2 else "no idea",
        "broken": lambda question: {}["gone"],
    }
    for name, system in systems.items():
        golden = Golden(CARD, QUESTIONS)
        evaluate(system, golden, "exact", name=name, folder=folder / name, workers=1)
    return folder


def eval_(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["eval", *map(str, arguments)])


@pytest.mark.parametrize(
    ("candidate", "baseline", "code", "verdict"),
    [
        ("right", "half", 0, "BETTER: exact, right against half"),
        ("half", "half", 0, "NOT SHOWN: exact, half against half"),
        ("half", "right", 1, "WORSE: exact, half against right"),
        ("broken", "half", 3, "CANNOT SAY: exact, broken against half"),
    ],
)
def test_the_gates_exit_code_is_its_verdict(
    runs: Path, candidate: str, baseline: str, code: int, verdict: str
) -> None:
    told = eval_("gate", runs / candidate, runs / baseline, "--measure", "exact")

    assert (told.exit_code, told.stdout.splitlines()[0]) == (code, verdict)


def test_a_wide_margin_lets_a_loss_pass(runs: Path) -> None:
    terms = ("--measure", "exact", "--margin", 0.9)

    assert eval_("gate", runs / "half", runs / "right", *terms).exit_code == 0


def test_a_measure_beyond_one_is_judged_within_its_bounds(tmp_path: Path) -> None:
    for name, rating in {"new": 9.0, "old": 4.0}.items():
        write_run(run(name, [rating] * 10), tmp_path / name)
    both = ("gate", tmp_path / "new", tmp_path / "old", "--measure", "Judge")

    assert "give the measure's bounds" in eval_(*both).stderr
    assert eval_(*both, "--bounds", 0, 10).stdout.startswith("BETTER: Judge")


def test_the_gate_tells_all_as_json(runs: Path) -> None:
    terms = ("--measure", "exact", "--slice", "scenario", "--json")

    found = json.loads(eval_("gate", runs / "half", runs / "right", *terms).stdout)

    assert (found["outcome"], found["exit_code"], found["compared"]) == ("worse", 1, 20)
    assert found["difference"] == -0.5
    assert {name: part["outcome"] for name, part in found["slices"].items()} == {
        "scenario: odd": "worse",
        "scenario: even": "not shown",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("gate", "{runs}/half", "{runs}/nothing", "--measure", "exact"),
        ("gate", "{runs}/half", "{runs}/right", "--measure", "nDCG@10"),
        ("gate", "{runs}/half", "{runs}/right"),
        ("show", "{runs}"),
        ("verify", "{runs}/nothing"),
        ("lint", "{runs}/nothing.jsonl"),
        ("run", "graph", "likes", "--bench", "{runs}/bench"),
        ("run", "bm25", "likes", "--resume", "perhaps"),
        ("compare", "{runs}/half"),
        ("compare", "{runs}/half", "{runs}/right", "--html", "--latex"),
    ],
)
def test_what_cannot_be_used_has_an_exit_code_of_its_own(
    runs: Path, arguments: tuple[str, ...]
) -> None:
    told = eval_(*(one.format(runs=runs) for one in arguments))

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr
    assert "Traceback" not in told.stderr


def test_a_run_is_shown_with_its_figures(runs: Path) -> None:
    told = eval_("show", runs / "half").stdout.splitlines()

    assert told[0].startswith("half, run ")
    assert told[1] == "golden set sums, 20 questions"
    assert next(line for line in told if line.startswith("exact")).split()[:3] == [
        "exact",
        "0.5",
        "20",
    ]


def test_a_ready_made_system_is_run_over_a_golden_set(tmp_path: Path) -> None:
    corpus = {f"d{at}": f"this document says {at} and no more" for at in range(20)}
    judged = (Question(f"q{at}", f"who says {at}?", judgements={f"d{at}": 1}) for at in range(20))
    write_golden(Golden(Card("numbers"), tuple(judged), corpus), tmp_path / "golden")
    terms = ("--measure", "RR", "--measure", "R@5", "--out", tmp_path / "run")

    told = eval_("run", "bm25", tmp_path / "golden", *terms, "--bench", tmp_path / "bench")

    assert told.exit_code == 0, told.stderr
    found = read_run(tmp_path / "run")
    assert (found.name, list(found.scores)) == ("BM25", ["RR", "R@5"])
    assert found.scores["RR"].mean == 1.0
    assert f"BM25, run {found.id} in {tmp_path / 'run'}" in told.stdout


@pytest.mark.parametrize(
    ("option", "mark"), [("--markdown", "| half |"), ("--latex", r"\toprule"), ("--html", "<table")]
)
def test_runs_are_compared_in_every_form(runs: Path, option: str, mark: str) -> None:
    told = eval_("compare", runs / "right", runs / "half", option)

    assert told.exit_code == 0
    assert mark in told.stdout


def test_a_run_verifies_until_a_byte_of_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    evaluate(lambda q: q.answer, Golden(CARD, QUESTIONS), "exact", name="right", folder=folder)
    assert eval_("verify", folder).exit_code == 0

    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["scores.parquet"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest))

    assert eval_("verify", folder).exit_code == 1


def test_lint_finds_what_is_wrong_and_says_so_by_its_exit_code(tmp_path: Path) -> None:
    write_golden(Golden(CARD, QUESTIONS), tmp_path / "good")
    twice = Question("again", QUESTIONS[0].text, answer="it is 7")
    write_golden(Golden(CARD, (*QUESTIONS, twice)), tmp_path / "bad")

    assert eval_("lint", tmp_path / "good").exit_code == 0
    assert eval_("lint", "likes").stdout == "nothing is wrong\n"
    told = eval_("lint", tmp_path / "bad")
    assert told.exit_code == 1
    assert "contradiction" in told.stdout


def test_accepting_a_run_is_explicit_and_guarded(runs: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline"
    write_run(run("other", [0.5] * 3), tmp_path / "other")

    assert eval_("accept", runs / "half", baseline).exit_code == 0
    assert eval_("accept", runs / "right", baseline).exit_code == 0
    assert eval_("accept", tmp_path / "other", baseline).exit_code == 2
    assert read_run(baseline).name == "right"
    assert eval_("accept", tmp_path / "other", baseline, "--force").exit_code == 0
    assert read_run(baseline).name == "other"
