from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy
import pytest

from tests.evaluation.small_runs import MEASURE, Value, run
from workbench.core.errors import BadInput
from workbench.evaluation.gating.gate import gate
from workbench.evaluation.gating.verdict import Verdict

TIMED_OUT = "judge: timed out"


def verdict(candidate: list[Value], baseline: list[Value], **terms: object) -> Verdict:
    return gate(run("new", candidate), run("old", baseline), measure=MEASURE, **terms)  # type: ignore[arg-type]


def spread(mean: float, n: int = 40) -> list[Value]:
    """Values about a mean that no two neighbours share."""
    return [mean + 0.1 * ((at * 7) % 11 - 5) / 5 for at in range(n)]


def test_a_candidate_below_the_margin_with_its_whole_interval_is_worse() -> None:
    found = verdict(spread(0.4), spread(0.6)[::-1], margin=0.02)

    assert (found.outcome, found.exit_code) == ("worse", 1)
    assert found.difference == pytest.approx(-0.2, abs=0.01)
    assert found.interval is not None
    assert found.interval.high < -0.02


def test_an_interval_that_reaches_the_margin_does_not_fail() -> None:
    baseline, candidate = spread(0.6), spread(0.59)[::-1]

    found = verdict(candidate, baseline, margin=0.05)

    assert (found.outcome, found.exit_code) == ("not shown", 0)
    assert found.why == "the interval is neither wholly below −0.05 nor wholly above 0"


def test_a_loss_within_the_margin_is_not_worse_and_is_worse_without_one() -> None:
    candidate = [value - 0.03 for value in spread(0.5)]  # type: ignore[operator]

    assert verdict(candidate, spread(0.5), margin=0.05).outcome == "not shown"
    assert verdict(candidate, spread(0.5), margin=0.03).outcome == "not shown"
    assert verdict(candidate, spread(0.5), margin=0.0).outcome == "worse"


def test_an_interval_above_nothing_is_better_whatever_the_margin() -> None:
    found = verdict(spread(0.6), spread(0.4)[::-1], margin=0.3)

    assert (found.outcome, found.exit_code) == ("better", 0)


def test_the_interval_is_the_percentile_bootstraps() -> None:
    candidate, baseline = spread(0.45), spread(0.5)[::-1]
    differences = numpy.subtract(candidate, baseline)
    drawn = numpy.random.default_rng(7).choice(differences, size=(20_000, 40)).mean(axis=1)

    found = verdict(candidate, baseline)

    assert found.interval is not None
    assert found.interval == pytest.approx(numpy.quantile(drawn, (0.025, 0.975)), abs=0.004)


def test_the_same_runs_give_the_same_verdict() -> None:
    assert verdict(spread(0.45), spread(0.5)) == verdict(spread(0.45), spread(0.5))


def test_too_few_questions_that_differ_show_nothing() -> None:
    same: list[Value] = [1.0] * 100

    five = verdict([0.0] * 5 + same, [1.0] * 5 + same)
    six = verdict([0.0] * 6 + same, [1.0] * 6 + same)

    assert (five.outcome, five.moved) == ("not shown", 5)
    assert (six.outcome, six.moved) == ("worse", 6)


def test_equal_runs_show_nothing_and_detect_nothing() -> None:
    found = verdict(spread(0.5), spread(0.5))

    assert (found.outcome, found.difference, found.detectable) == ("not shown", 0.0, None)


def test_the_smallest_difference_that_shows_is_told() -> None:
    candidate = [0.5 + (0.2 if at % 2 else -0.2) for at in range(100)]
    sd = 0.2 * math.sqrt(100 / 99)

    found = verdict(candidate, [0.5] * 100)

    assert found.detectable == pytest.approx((1.959964 + 0.841621) * sd / 10, rel=1e-5)


def test_a_timed_out_judge_makes_no_worse_verdict() -> None:
    """All that is seen says worse: 34 questions by 0.1. The six others could be wins by 1."""
    candidate, baseline = [0.4] * 34, [0.5] * 34

    found = verdict([*candidate, *[TIMED_OUT] * 6], [*baseline, *[0.0] * 6])

    assert verdict([*candidate], [*baseline]).outcome == "worse"
    assert found.outcome == "not shown"
    assert found.why == "the interval is below 0, but the doubtful questions could change that"
    assert [doubt.question for doubt in found.doubts] == [f"q{at:03}" for at in range(34, 40)]
    assert str(found.doubts[0]) == "q034 (candidate: judge: timed out)"


def test_a_timed_out_judge_makes_no_better_verdict() -> None:
    found = verdict([0.6] * 34 + [1.0] * 6, [0.5] * 34 + [TIMED_OUT] * 6)

    assert found.outcome == "better"  # 1.0 is at least as good as any value
    assert verdict([0.6] * 34 + [TIMED_OUT] * 6, [0.5] * 40).outcome == "not shown"


def test_a_few_doubts_leave_a_clear_verdict() -> None:
    found = verdict([0.2] * 38 + [TIMED_OUT] * 2, [0.8] * 40)

    assert found.outcome == "worse"
    assert found.favourable is not None
    assert found.adverse is not None
    assert found.adverse.low < found.favourable.low


def test_a_repeat_without_a_verdict_leaves_its_question_half_in_doubt() -> None:
    found = gate(run("new", [[0.5, TIMED_OUT]] * 8), run("old", [[0.5, 0.5]] * 8), measure=MEASURE)

    assert found.compared == 8
    assert found.favourable == (0.25, 0.25)
    assert found.adverse == (-0.25, -0.25)


def test_nothing_to_measure_in_both_runs_is_left_out_and_told() -> None:
    found = verdict(
        [*spread(0.5), "no number is expected"], [*spread(0.5), "no number is expected"]
    )

    assert (found.compared, found.doubts) == (40, ())
    assert found.left_out == {"no number is expected": 1}


def test_a_candidate_does_not_win_by_giving_nothing_to_measure() -> None:
    silent: list[Value] = ["the reply has no text"] * 20

    found = verdict([0.6] * 20 + silent, [0.5] * 20 + [0.5] * 20)

    assert (found.outcome, len(found.doubts)) == ("not shown", 20)


def test_too_many_failures_of_the_system_have_no_verdict() -> None:
    failures: list[Value] = ["failed: TimeoutError: 30 s"] * 3

    found = verdict([0.9] * 37 + failures, [0.1] * 40)

    assert (found.outcome, found.exit_code) == ("cannot say", 3)
    assert found.why == "7.5% of the candidate's outcomes failed; 5.0% are allowed"
    assert found.failed == (0.075, 0.0)
    assert verdict([0.9] * 37 + failures, [0.1] * 40, max_failed=0.1).outcome == "better"


def test_a_judge_that_never_answers_has_no_verdict() -> None:
    found = verdict([TIMED_OUT] * 40, [0.5] * 40)

    assert (found.outcome, found.why) == ("cannot say", "no question has a value in both runs")
    assert (found.difference, found.interval) == (None, None)


def test_a_judge_that_is_away_for_most_questions_has_no_verdict() -> None:
    found = verdict([0.1] * 19 + [TIMED_OUT] * 21, [0.9] * 40)

    assert (found.outcome, found.exit_code) == ("cannot say", 3)
    assert found.why == "only 19 of 40 questions have a value in both runs"
    assert verdict([0.1] * 20 + [TIMED_OUT] * 20, [0.9] * 40).outcome != "cannot say"


def test_slices_have_verdicts_of_their_own_at_a_divided_alpha() -> None:
    kinds = ["easy"] * 20 + ["hard"] * 20
    candidate, baseline = [0.9] * 20 + [0.1] * 20, [0.5] * 40

    found = gate(
        run("new", candidate, extra=kinds),
        run("old", baseline, extra=kinds),
        measure=MEASURE,
        slices=["kind"],
    )

    assert found.outcome == "not shown"
    assert {name: (part.outcome, part.alpha) for name, part in found.slices.items()} == {
        "kind: easy": ("better", 0.025),
        "kind: hard": ("worse", 0.025),
    }


def test_a_measure_without_bounds_has_no_verdict_against_a_doubt() -> None:
    bounds = (-math.inf, math.inf)

    found = verdict([2.0] * 38 + [TIMED_OUT] * 2, [8.0] * 40, bounds=bounds)

    assert (found.outcome, found.favourable) == ("not shown", None)
    assert verdict([2.0] * 40, [8.0] * 40, bounds=bounds).outcome == "worse"
    json.dumps(found.as_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"measure": "Juge"}, "has no measure 'Juge'; did you mean Judge?"),
        ({"margin": -0.1}, "margin: expected 0 or more, found -0.1"),
        ({"alpha": 1.0}, "alpha: expected above 0 and below 1, found 1.0"),
        ({"bounds": (0.0, 0.4)}, "expected 0 to 0.4, found"),
        ({"seed": -1}, "seed: expected 0 or more, found -1"),
        ({"slices": ["topic"]}, "no question has a column 'topic'"),
    ],
)
def test_terms_that_cannot_be_met_are_refused(terms: dict[str, object], told: str) -> None:
    with pytest.raises(BadInput, match=told.replace("?", r"\?")):
        gate(run("new", spread(0.5)), run("old", spread(0.5)), **({"measure": MEASURE} | terms))  # type: ignore[arg-type]


def test_an_infinite_value_is_refused_whatever_the_bounds() -> None:
    with pytest.raises(BadInput, match="expected a finite number, found inf"):
        verdict([math.inf, *spread(0.5)], [0.5, *spread(0.5)], bounds=(-math.inf, math.inf))


def test_a_verdict_that_hangs_on_the_order_of_tied_documents_says_so() -> None:
    tied = run("new", [0.9] * 40)
    ranges = {(f"q{at:03}", 1): (0.0, 1.0) for at in range(40)}
    scores = {MEASURE: replace(tied.scores[MEASURE], ranges=ranges)}

    found = gate(replace(tied, scores=scores), run("old", [0.5] * 40), measure=MEASURE)

    assert (found.outcome, found.tied) == ("better", (-0.5, 0.5))
    assert found.why.endswith("above 0; another order of tied documents could change that")
    assert "other orders of tied documents would give -0.5000 to +0.5000" in str(found)


def test_runs_of_other_questions_are_refused_and_named() -> None:
    changed = run("old", spread(0.5))
    first = replace(changed.questions[0], judgements={"d1": 1})
    changed = replace(changed, questions=(first, *changed.questions[1:]))

    with pytest.raises(BadInput, match=r"1 changed \(q000\); run the baseline"):
        gate(run("new", spread(0.5)), changed, measure=MEASURE)
    with pytest.raises(BadInput, match=r"1 only in the baseline \(q039\)"):
        gate(run("new", spread(0.5, 39)), run("old", spread(0.5)), measure=MEASURE)


def test_the_block_says_what_was_found_and_left_out() -> None:
    text = str(verdict([0.2] * 38 + [TIMED_OUT] * 2, [0.8] * 40, margin=0.02))

    assert text.splitlines()[:3] == [
        "WORSE: Judge, new against old",
        "  difference  -0.6000, 95 % interval -0.6000 to -0.6000; margin 0.02",
        "  questions   38 compared",
    ]
    assert "q038 (candidate: judge: timed out)" in text
