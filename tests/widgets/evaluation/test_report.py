"""The view of runs: what the browser is told, and the runs of the recorded Vedana database."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.asker import Asker
from tests.widgets.evaluation.made import judged, report
from workbench.bench.see.runs import runs
from workbench.core.errors import BadInput


def test_the_still_picture_says_every_share_in_words() -> None:
    alt = report().picture().alt

    assert "baseline: 60.0% (23.1% to 88.2%)" in alt
    assert "unjudged: nothing was judged" in alt


def test_traces_of_the_first_two_runs_flips_are_kept() -> None:
    kept = report()._kept_traces()

    assert sorted(kept) == ["r1-1", "r1-2", "r1-4", "r2-1", "r2-2", "r2-4"]


def test_the_browser_may_ask_for_other_traces() -> None:
    told = report().answers()["traces"]({"ids": ["r2-0"]})

    assert told == {"r2-0": [["message", "the question", 0.5], ["search", "hits", 0.25],
                             ["answer", "r2-0", None]]}  # fmt: skip


def test_recorded_runs_have_the_verdicts_that_their_events_hold(oracle: Any) -> None:
    seen = runs(Asker(oracle))  # type: ignore[arg-type]
    counted = oracle.rows(
        "SELECT t.contact_id, e.event_data ->> 'test_status', count(*) FROM threads t"
        " JOIN thread_events e USING (thread_id) WHERE e.event_type = 'eval.result' GROUP BY 1, 2"
    )
    theirs = {(run, verdict): n for run, verdict, n in counted.values}
    ours = Counter((one.run, one.verdict) for one in seen.judged)

    assert {key: n for key, n in ours.items() if key[1] in ("pass", "fail")} == {
        key: n for key, n in theirs.items() if key[1] in ("pass", "fail")
    }
    assert seen.summary() == "3 runs of 100 questions"


def test_runs_can_be_named_and_an_unknown_one_is_told(oracle: Any) -> None:
    asker: Any = Asker(oracle)
    two = runs(asker, "eval:20261101-110000", "eval:20261101-100000")

    assert list(two.labels) == ["eval:20261101-110000", "eval:20261101-100000"]
    again = runs(asker, *two.labels, *two.labels)
    assert again.table().values == two.table().values
    with pytest.raises(BadInput, match="no evaluation run 'eval:1'"):
        runs(asker, "eval:1")


def test_runs_need_a_bench() -> None:
    with pytest.raises(BadInput, match=r"bench\.see\.runs\(\)"):
        runs(None)


def test_made_runs_differ_in_three_questions() -> None:
    assert len(judged()) == 18
    assert len(report().flips("r1", "r2")) == 3
