"""A run has every outcome in the order of questions, and failures are no zeros."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.asked import MEASURES, Ranker, golden, number
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Ranking, Reply
from workbench.core.values import Engine, Hit
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.manifest import code_revision


def test_outcomes_are_in_the_order_of_questions_and_repeats_whatever_finishes_first() -> None:
    run = evaluate(Ranker(pause=0.02), golden(6), MEASURES, repeats=2, workers=4)

    assert [one.key for one in run.outcomes] == [(f"q{i}", r) for i in range(6) for r in (1, 2)]
    assert run.name == "ranker"


def test_threads_and_the_calling_thread_give_equal_outcomes() -> None:
    one, four = (evaluate(Ranker(), golden(), MEASURES, workers=w) for w in (1, 4))

    assert [(o.key, o.status, o.reply, o.error) for o in one.outcomes] == [
        (o.key, o.status, o.reply, o.error) for o in four.outcomes
    ]
    assert one.scores == four.scores


def test_no_more_questions_are_under_way_than_there_are_workers() -> None:
    under_way, most, lock = [], [0], threading.Lock()
    gate = threading.Barrier(3, timeout=10)  # breaks unless three are under way at once

    def system(question: Question) -> str:
        with lock:
            under_way.append(question.id)
            most[0] = max(most[0], len(under_way))
        gate.wait()
        with lock:
            under_way.remove(question.id)
        return ""

    assert evaluate(system, golden(9), ["exact"], workers=3).failed == ()
    assert most == [3]


def test_one_worker_asks_in_the_calling_thread() -> None:
    asked: list[int] = []
    evaluate(lambda q: asked.append(threading.get_ident()) or "", golden(3), "exact", workers=1)

    assert asked == [threading.get_ident()] * 3


def test_what_the_system_raises_is_a_failed_outcome_that_enters_no_mean() -> None:
    run = evaluate(Ranker(), golden(10), MEASURES)

    assert [(one.question, one.error, one.reply) for one in run.failed] == [
        ("q4", "LookupError: nothing is known of 4", None),
        ("q9", "LookupError: nothing is known of 9", None),
    ]
    assert set(run.scores["RR"].values) == {(f"q{i}", 1) for i in range(10) if i not in (4, 9)}
    assert run.scores["RR"].mean == 4 / 8  # q0, q2, q6 and q8 find theirs first


def test_a_result_of_no_known_kind_fails_its_question() -> None:
    run = evaluate(lambda q: 3.5 if q.id == "q1" else "a", golden(3), ["exact"])

    assert [one.question for one in run.failed] == ["q1"]
    assert run.failed[0].error.startswith("BadInput: a system gives hits")


PARTS: dict[str, dict[str, Any]] = {
    "cost": {"cost": float("nan")},
    "text": {"text": 5},
    "rows": {"rows": [1]},
    "score": {"ranking": Ranking(["d"], [float("inf")])},
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_reply_with_a_part_of_another_kind_fails_its_question(part: dict[str, Any]) -> None:
    run = evaluate(lambda q: Reply(**part) if q.id == "q0" else "a1", golden(2), ["exact"])

    assert [one.question for one in run.failed] == ["q0"]
    assert run.scores["exact"].mean == 1.0


def test_hits_scores_by_id_and_replies_are_taken_alike() -> None:
    forms: list[Callable[[Question], Any]] = [
        lambda q: [Hit(("d1", 2), 0.5), Hit("d2", 0.25)],
        lambda q: {("d1", 2): 0.5, "d2": 0.25},
    ]
    first, second = (evaluate(form, golden(2), ["RR"]) for form in forms)

    assert [o.reply for o in first.outcomes] == [o.reply for o in second.outcomes]


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("workers", [1, 4])
def test_what_ends_a_process_ends_the_run_and_leaves_its_journal(
    end: type[BaseException], workers: int, tmp_path: Path
) -> None:
    asked: list[str] = []
    interrupts = [end]

    def system(question: Question) -> str:
        if question.id == "q5" and interrupts:
            raise interrupts.pop()
        asked.append(question.id)
        return "a"

    with pytest.raises(end):
        evaluate(system, golden(), ["exact"], folder=tmp_path, workers=workers)
    asked.clear()
    run = evaluate(system, golden(), ["exact"], folder=tmp_path)

    assert "q5" in asked
    assert "q0" not in asked
    assert len(run.outcomes) == 12


def test_progress_is_told_in_the_calling_thread() -> None:
    told: list[tuple[int, int, int]] = []
    evaluate(
        Ranker(),
        golden(4),
        ["RR"],
        progress=lambda done, total: told.append((done, total, threading.get_ident())),
    )

    assert told == [(done, 4, threading.get_ident()) for done in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"golden": "golden.jsonl"}, "expected a Golden, as read_golden"),
        ({"settings": [1]}, "expected settings by name"),
        ({"resume": "again"}, "resume: expected one of"),
    ],
)
def test_what_is_of_another_kind_is_named(how: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        evaluate(**{"system": Ranker(), "golden": golden(), "measures": "RR", **how})


def test_runs_golden_sets_and_figures_fit_a_line() -> None:
    run = evaluate(Ranker(), golden(10), "RR")

    assert repr(run) == "Run('ranker': 10 questions, 2 failed, RR 0.5000)"
    assert repr(golden(10)) == "Golden('small': 10 questions)"
    assert repr(run.scores["RR"]) == "Measured(RR: 0.5000, 8 values, 2 apart)"


class Prepared(Ranker):
    def prepare(self, questions: list[Question]) -> None:
        self.known = [number(one) for one in questions]


def test_a_system_that_prepares_is_told_each_question_once_before() -> None:
    system = Prepared()
    evaluate(system, golden(4), ["RR"], repeats=2)

    assert system.known == [0, 1, 2, 3]


async def coroutine(question: Question) -> str:
    return ""


REFUSED: dict[str, tuple[Any, str]] = {
    "not callable": ("BM25", "cannot be called: 'BM25'"),
    "no argument": (lambda: "", r"one argument, a Question; <lambda> takes \(\)"),
    "two arguments": (lambda question, k: "", r"takes \(question, k\)"),
    "coroutine": (coroutine, "coroutine is a coroutine function"),
}


@pytest.mark.parametrize(("system", "says"), REFUSED.values(), ids=REFUSED)
def test_a_system_that_no_question_can_be_asked_of_is_refused_at_once(
    system: Any, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        evaluate(system, golden(), ["RR"])


def test_an_unknown_measure_is_refused_before_a_question_is_asked() -> None:
    asked: list[str] = []
    with pytest.raises(BadInput, match="nDGC"):
        evaluate(lambda q: asked.append(q.id), golden(), ["nDGC@10"])

    assert asked == []


def test_a_golden_set_without_questions_or_with_two_of_one_id_is_refused() -> None:
    twice = (*golden(2).questions, Question("q1", "again"))
    with pytest.raises(BadInput, match="two questions 'q1'"):
        evaluate(Ranker(), Golden(Card("twice"), twice), ["RR"])
    with pytest.raises(BadInput, match="'none' has no questions"):
        evaluate(Ranker(), Golden(Card("none"), ()), ["RR"])


def test_the_manifest_tells_how_the_run_came_about() -> None:
    run = evaluate(
        Ranker(), golden(5), ["RR"], seed=7, engines=[Engine("postgresql", "18.1")], models=["m"]
    )
    told = run.manifest

    assert told["system"] == {"name": "ranker", "settings": {"depth": 3}}
    assert told["golden"]["hash"] == golden(5).hash
    assert told["golden"]["card"]["licence"] == "CC0-1.0"
    assert told["engines"] == [{"name": "postgresql", "version": "18.1", "extensions": {}}]
    assert (told["seed"], told["repeats"], told["workers"], told["models"]) == (7, 1, 4, ["m"])
    assert told["counts"] == {"answered": 4, "failed": 1}
    assert told["started"] < told["finished"]
    assert {"python", "numpy", "ir-measures"} <= set(told["versions"])


def test_two_runs_have_two_ids() -> None:
    first, second = (evaluate(Ranker(), golden(1), ["RR"]) for _ in range(2))

    assert first.id < second.id


def git(*words: str) -> None:
    who = ("-c", "user.name=n", "-c", "user.email=e@example.org")
    subprocess.run(["git", *who, *words], check=True, capture_output=True)


def test_the_code_is_the_commit_of_the_working_directory_and_whether_it_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert code_revision() is None

    git("init")
    (tmp_path / "system.py").write_text("one")
    git("add", "system.py")
    git("commit", "-m", "one")
    clean = code_revision() or {}
    (tmp_path / "system.py").write_text("two")

    assert (len(clean["revision"]), clean["dirty"]) == (40, False)
    assert code_revision() == {**clean, "dirty": True}
