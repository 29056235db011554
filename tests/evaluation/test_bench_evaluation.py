"""Evaluation on an open bench: what it reaches, keeps and shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import workbench as wb
from tests.evaluation.judge_server import counted, judge_server, slow
from workbench import evaluation, tools
from workbench.bench.bench import Bench
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Outcome, Reply, TraceStep
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured
from workbench.evaluation.runs.evaluate import evaluate

ROOT = Path(__file__).resolve().parents[2]
CORPUS = {"ann": "Ann likes tea.", "bob": "Bob likes rain and tea.", "cy": "Cy likes rain."}
GOLDEN = Golden(
    Card("small", main_measure="R@2"),
    (
        Question("q1", "Who likes tea?", judgements={"ann": 1, "bob": 1}),
        Question("q2", "Who likes rain?", judgements={"bob": 1, "cy": 1}),
    ),
    CORPUS,
)
ANSWERED = Golden(Card("answered"), (Question("q", "How many?", answer="four"),))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with wb.open(tmp_path_factory.mktemp("evaluation") / "bench", linger=0) as opened:
        yield opened


def test_shipped_golden_sets_go_by_their_names(bench: Bench) -> None:
    sizes = {name: len(bench.evaluation.golden(name)) for name in ("lights", "likes", "world")}

    lines = {name: (ROOT / "data" / name / "golden.jsonl") for name in ("lights", "world")}
    assert sizes == {"likes": 276, **{n: len(f.read_text().splitlines()) for n, f in lines.items()}}


def test_a_grist_document_and_what_was_loaded_of_it_are_one_golden_set(bench: Bench) -> None:
    bench.migrate("vedana")
    document = bench.evaluation.golden(ROOT / "data" / "lights" / "golden.grist")
    rows = [(q.text, q.answer, q.context, q.scenario) for q in document.questions]
    columns = ("gds_question", "gds_answer", "question_context", "question_scenario")
    bench.relational.put("eval_gds", columns, rows)

    loaded = bench.evaluation.golden()

    assert {q.text: q.answer for q in loaded.questions} == {
        q.text: q.answer for q in document.questions
    }
    assert len(loaded) == 35


def test_a_run_is_kept_and_a_second_one_does_not_touch_it(bench: Bench) -> None:
    system = bench.evaluation.system("bm25", GOLDEN)
    first, second = (bench.evaluation.run(system, GOLDEN, name="words") for _ in range(2))

    assert first.scores["R@2"].mean == 1.0
    assert [run.folder and run.folder.name for run in (first, second)] == [
        "small-words-1",
        "small-words-2",
    ]
    assert bench.evaluation.read("small-words-1") == first
    kept = bench.evaluation.runs()
    assert [kept[0]["folder"], kept[0]["golden"], kept[0]["answered"]] == [
        "small-words-2",
        "small",
        2,
    ]


@pytest.mark.parametrize("name", ["bm25", "dense", "hybrid"])
def test_ready_made_systems_search_the_corpus(bench: Bench, name: str) -> None:
    reply = bench.evaluation.system(name, GOLDEN)(GOLDEN.questions[0])

    assert reply.ranking is not None
    assert set(reply.ranking.ids[:2]) == {"ann", "bob"}


def test_a_system_that_is_not_there_or_lacks_its_corpus_is_told(bench: Bench) -> None:
    with pytest.raises(BadInput, match="no system is called 'bm52'; there are bm25, dense"):
        bench.evaluation.system("bm52", GOLDEN)
    with pytest.raises(BadInput, match="give one that has some"):
        bench.evaluation.system("dense")


def test_a_golden_set_without_a_measure_needs_one_named(bench: Bench) -> None:
    with pytest.raises(BadInput, match="names no measure"):
        bench.evaluation.run(lambda question: "four", ANSWERED)


def test_verdicts_of_a_judge_outlive_it_in_the_bench(bench: Bench) -> None:
    with judge_server() as server:
        judge = bench.evaluation.judge(server.url, model="judge-1", api_key="")
        run = bench.evaluation.run(lambda question: "it is four", ANSWERED, [judge], name="said")
        url, asked = server.url, len(server.asked)
    offline = bench.evaluation.judge(url, model="judge-1", offline=True)
    again = bench.evaluation.run(lambda question: "it is four", ANSWERED, [offline], name="said")

    assert asked == 1
    assert [one.scores[judge.name].values for one in (run, again)] == [{("q", 1): 1.0}] * 2


def made(name: str, value: float, **outcome: object) -> Run:
    reply = Reply(text="four", trace=(TraceStep("search", "hits", 0.5),))
    answered = Outcome("q", "answered", reply=reply, seconds=1.5)
    failed = Outcome("q", "failed", repeat=2, error="ValueError: no")
    scores = Measured("exact", {("q", 1): value}, {("q", 2): "failed: ValueError: no"})
    return Run(name, name, ANSWERED.questions, (answered, failed), {"exact": scores})


def test_a_report_shows_runs_with_their_verdicts_and_traces() -> None:
    report = wb.see.runs(made("a", 1.0), made("b", 0.0))

    (row_a, row_b) = report.table()
    assert (row_a["passed"], row_a["judged"], row_a["errors"]) == (1, 1, 1)
    assert (row_b["passed"], row_b["judged"], row_b["label"]) == (0, 1, "b (exact ≥ 1)")
    (flip,) = report.flips("a", "b")
    assert flip.b is not None
    assert (flip.question, flip.b.verdict, flip.b.answer) == ("How many?", "fail", "four")


def test_a_report_tells_questions_of_one_text_apart_and_shows_scores() -> None:
    questions = [Question(f"q{n}", "Who?", judgements={"ann": 1}) for n in (1, 2)]
    golden = Golden(Card("twice"), tuple(questions))
    systems = [lambda q: {"bob": 0.75, "cy": 0.5, "ann": 0.25}, lambda q: {"ann": 1 / 3}]
    runs = [
        evaluate(system, golden, "RR", name=name)
        for system, name in zip(systems, "ab", strict=True)
    ]
    report = wb.see.runs(*runs)

    (first, second) = report.flips(runs[0].id, runs[1].id)
    assert (first.question, second.question) == ("Who? (q1)", "Who? (q2)")
    assert (first.a and first.a.rating, first.a and first.a.answer) == (0.3333, "bob, cy, ann")
    told = report.answers()["traces"]({"ids": [f"{runs[0].id} q1 1"]})
    assert [step[:2] for step in told[f"{runs[0].id} q1 1"]] == [
        ["reply", "bob 0.75, cy 0.5, ann 0.25"]
    ]


def test_a_report_of_a_measure_that_a_run_lacks_is_refused() -> None:
    with pytest.raises(BadInput, match="no measure 'RR'; it has exact"):
        wb.see.runs(made("a", 1.0), measure="RR")


def test_a_judge_is_asked_about_several_answers_at_once(bench: Bench) -> None:
    many = tuple(Question(f"q{n}", f"How many {n}?", answer=f"n{n}") for n in range(8))
    answers, most = counted(slow(0.05))
    with judge_server(answers) as server:
        judge = bench.evaluation.judge(server.url, model="judge-1", api_key="", label="at once")
        golden = Golden(Card("many"), many)
        run = bench.evaluation.run(lambda question: question.answer or "", golden, [judge])

    assert list(run.scores["at once"].values.values()) == [1.0] * 8
    assert 2 <= most() <= 4


def test_recorded_runs_pass_as_the_list_of_runs_says(bench: Bench) -> None:
    bench.load_threads(ROOT / "data" / "lights" / "threads.jsonl")

    for row in tools.eval_runs(bench):
        run = bench.evaluation.recorded(row["run_id"])
        verdicts = list(run.scores["judge"].values.values())
        assert (sum(verdicts), len(verdicts)) == (row["passed"], row["passed"] + row["failed"])
    with pytest.raises(BadInput, match="eval:none"):
        bench.evaluation.recorded("eval:none")


def test_every_name_of_the_door_leads_somewhere() -> None:
    assert [name for name in evaluation.__all__ if not callable(getattr(evaluation, name))] == []


def test_a_folder_in_place_of_a_run_is_told(tmp_path: Path) -> None:
    for judging in (evaluation.compare, partial(evaluation.gate, measure="exact")):
        with pytest.raises(BadInput, match=r"expected a Run, .*read_run\(folder\) reads one"):
            judging(made("a", 1.0), tmp_path)
