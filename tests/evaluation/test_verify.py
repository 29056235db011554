"""A run that is made again is equal to the byte, or every question that differs is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars
import pytest

from tests.evaluation.asked import MEASURES, Ranker, golden
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Golden, Question
from workbench.core.evaluation.replies import Outcome, Ranking, Reply
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured
from workbench.core.values import Rows
from workbench.evaluation.golden.read import read_golden
from workbench.evaluation.runs.evaluate import evaluate
from workbench.evaluation.runs.replies_compared import state_of
from workbench.evaluation.runs.verify import verify
from workbench.evaluation.systems.bm25 import BM25

LIMIT = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "limit-small"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return evaluate(Ranker(), golden(), MEASURES, folder=tmp_path / "run", repeats=2)


def rewritten(folder: Path, name: str, frame: polars.DataFrame) -> None:
    frame.write_parquet(folder / f"{name}.parquet")


def test_kept_replies_measured_again_are_equal_byte_for_byte(run: Run) -> None:
    found = verify(str(run.folder))

    assert (found.equal, found.state, found.other_bytes) == (True, "equal", ())
    assert str(found) == (
        f"run {run.id}: equal, byte for byte (24 outcomes, kept replies measured again)"
    )


def test_a_system_asked_again_is_equal_byte_for_byte(run: Run) -> None:
    found = verify(run, Ranker(), golden(), workers=2)

    assert (found.equal, found.asked, found.other_bytes, found.changes) == (True, True, (), ())


def test_a_run_in_memory_is_verified_too() -> None:
    assert verify(evaluate(Ranker(), golden(3), MEASURES), Ranker()).equal


def test_bm25_on_limit_small_is_equal_byte_for_byte_when_it_is_made_anew(tmp_path: Path) -> None:
    if not LIMIT.is_dir():
        pytest.skip("the shared data set limit-small is not here")
    whole = read_golden(LIMIT)
    part = Golden(whole.card, whole.questions[:100], whole.corpus)
    evaluate(BM25(whole.corpus), part, ["nDCG@10", "R@2"], folder=tmp_path / "bm25")
    found = verify(tmp_path / "bm25", BM25(read_golden(LIMIT).corpus), part)

    assert (found.equal, found.other_bytes, found.changes) == (True, (), ())


def turned(reply: Reply) -> Reply:
    ids, scores = reply.ranking or ((), ())
    return replace(reply, ranking=Ranking(list(ids)[::-1], list(scores)[::-1]))


def nudged(by: float) -> Callable[[Reply], Reply]:
    def change(reply: Reply) -> Reply:
        ids, scores = reply.ranking or ((), ())
        return replace(reply, ranking=Ranking(ids, [score + by for score in scores]))

    return change


def with_rows(*rows: tuple[Any, ...]) -> Callable[[Reply], Reply]:
    return lambda reply: replace(reply, rows=Rows(("n", "score"), list(rows)))


STATES: dict[str, tuple[Callable[[Reply], Reply], str]] = {
    "nothing": (lambda reply: reply, "equal"),
    "the trace": (lambda reply: replace(reply, trace=()), "equal"),
    "the order": (turned, "order differs"),
    "a last bit": (nudged(1e-9), "scores within eps"),
    "the scores": (nudged(0.1), "scores differ"),
    "a document": (lambda r: replace(r, ranking=Ranking(["d1"], [1.0])), "rows differ"),
    "the ranking's being": (lambda r: replace(r, ranking=None), "rows differ"),
    "the text": (lambda r: replace(r, text="else"), "rows differ"),
    "the cost": (lambda r: replace(r, cost=1.0), "rows differ"),
    "the order of rows": (with_rows((2, 0.5), (1, 0.25)), "order differs"),
    "a score in rows": (with_rows((1, 0.25), (2, 0.5 + 1e-9)), "scores within eps"),
    "a row": (with_rows((1, 0.25), (3, 0.5)), "rows differ"),
}
REPLY = with_rows((1, 0.25), (2, 0.5))(
    Reply(ranking=Ranking(["d1", "d2"], [0.75, 0.5]), text="a", cost=0.5)
)


@pytest.mark.parametrize(("change", "state"), STATES.values(), ids=STATES)
def test_outcomes_are_as_far_apart_as_what_changed(
    change: Callable[[Reply], Reply], state: str
) -> None:
    kept = Outcome("q", "answered", reply=REPLY, seconds=1.0)

    assert state_of(kept, replace(kept, reply=change(REPLY), seconds=2.0)) == state


def test_a_failure_is_equal_to_the_same_failure_alone() -> None:
    kept = Outcome("q", "failed", error="X: 1")

    assert state_of(kept, replace(kept, seconds=9.0)) == "equal"
    assert state_of(kept, replace(kept, error="X: 2")) == "rows differ"
    assert state_of(kept, Outcome("q", "answered", reply=Reply(text=""))) == "rows differ"


def test_each_question_that_differs_is_told_with_both_outcomes(run: Run) -> None:
    def other(question: Question) -> Reply:
        reply = Ranker()(question)
        return turned(reply) if question.id == "q2" else reply

    found = verify(run, other)

    assert [(d.question, d.repeat, d.state) for d in found.differences] == [
        ("q2", 1, "order differs"),
        ("q2", 2, "order differs"),
    ]
    assert found.other_bytes == ("rankings.parquet",)
    assert "replies: 2 order differs" in str(found)
    assert "<table>" in found._repr_html_()


def test_scores_that_were_tampered_with_are_told_beside_the_file(run: Run) -> None:
    folder = run.folder or Path()
    scores = polars.read_parquet(folder / "scores.parquet")
    lifted = polars.when((polars.col("question") == "q1") & (polars.col("measure") == "RR"))
    value = lifted.then(1.0).otherwise(polars.col("value")).alias("value")
    rewritten(folder, "scores", scores.with_columns(value))
    found = verify(folder)

    assert (found.equal, found.files) == (False, ("scores.parquet",))
    assert found.scores == (("RR", "q1", 1, 1.0, 0.0), ("RR", "q1", 2, 1.0, 0.0))
    assert "DIFFERS" in str(found)


def test_replies_that_were_tampered_with_show_in_the_scores(run: Run) -> None:
    folder = run.folder or Path()
    replies = polars.read_parquet(folder / "replies.parquet")
    rewritten(folder, "replies", replies.with_columns(text=polars.lit("a0")))
    found = verify(folder)

    assert found.files == ("replies.parquet",)
    assert {(one.question, one.kept, one.now) for one in found.scores} >= {("q0", 0.0, 1.0)}


def test_a_file_that_is_no_table_any_more_is_named(run: Run) -> None:
    folder = run.folder or Path()
    (folder / "replies.parquet").write_bytes(b"PAR1")

    with pytest.raises(BadInput, match=r"cannot be read as a run .*restore replies\.parquet"):
        verify(folder)


class Length:
    name = "length"

    def score(self, question: Question, reply: Reply) -> float:
        return float(len(reply.text or ""))


def test_a_measure_given_as_an_object_is_told_as_unmeasured_or_given_again() -> None:
    kept = evaluate(Ranker(), golden(3), ["RR", Length()])
    without, again = verify(kept), verify(kept, measures=[Length()])

    assert (without.unmeasured, without.equal) == (("length",), True)
    assert "not measured again, give them as measures=: length" in str(without)
    assert (again.unmeasured, again.other_bytes) == ((), ())


def test_a_score_of_an_unknown_program_is_told_as_unmeasured() -> None:
    kept = evaluate(Ranker(), golden(2), ["RR"])
    keys = [one.key for one in kept.outcomes]
    theirs = Measured("their own", dict.fromkeys(keys, 1.0))

    assert verify(replace(kept, scores={"their own": theirs})).unmeasured == ("their own",)


def changes(run: Run) -> Iterator[tuple[str, Any, Any]]:
    system = Ranker(settings={"depth": 4})
    yield from verify(run, system, golden(13)).changes


def test_changed_versions_settings_and_golden_set_are_told(run: Run) -> None:
    manifest = {**run.manifest, "versions": {**run.manifest["versions"], "numpy": "1.0"}}
    found = {what: (kept, now) for what, kept, now in changes(replace(run, manifest=manifest))}

    assert found["numpy"] == ("1.0", run.manifest["versions"]["numpy"])
    assert found["settings.depth"] == (3, 4)
    assert found["golden"] == (golden(12).hash, golden(13).hash)
    assert json.dumps(found)
