"""Comparisons: what is paired, what is left out, what is adjusted, what is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy
import pytest

from tests.evaluation.compared_runs import questions, run
from workbench.core.errors import BadInput
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured
from workbench.evaluation.comparison.compare import compare
from workbench.evaluation.statistics.holm import holm
from workbench.evaluation.statistics.paired import paired
from workbench.evaluation.statistics.proportions import wilson

ASKED = questions(40)
GENERATOR = numpy.random.default_rng(8)
LOW = GENERATOR.random(40).round(3).tolist()
HIGH = [min(1.0, value + 0.15) for value in GENERATOR.permutation(LOW).tolist()]
HIGHEST = [round(0.5 + value / 2, 4) for value in LOW]
PASSED = [float(value > 0.3) for value in HIGH]
BM25 = run("bm25", ASKED, {"RR": LOW, "Success@1": [float(v > 0.5) for v in LOW]})
DENSE = run("dense", ASKED, {"RR": HIGH, "Success@1": PASSED})
HYBRID = run("hybrid", ASKED, {"RR": HIGHEST, "Success@1": PASSED})


def test_each_pair_is_what_the_paired_test_says_of_its_values() -> None:
    rows = compare(BM25, DENSE, HYBRID).pairs()
    found = {(row["run"], row["measure"]): row for row in rows if row["against"] == "bm25"}
    alone = paired(HIGHEST, LOW)
    assert found["hybrid", "RR"]["p"] == alone.p
    assert (found["hybrid", "RR"]["low"], found["hybrid", "RR"]["high"]) == (alone.low, alone.high)
    assert found["hybrid", "RR"]["difference"] == pytest.approx(
        numpy.mean(HIGHEST) - numpy.mean(LOW)
    )
    assert found["dense", "Success@1"]["method"] == "Tango, McNemar"


def test_holm_is_over_all_runs_and_measures() -> None:
    rows = compare(BM25, DENSE, HYBRID).pairs()
    assert len(rows) == 6
    assert rows.column("p_holm") == holm(rows.column("p"))


def test_the_verdict_is_by_the_adjusted_p() -> None:
    asked = questions(8)
    low, high = [0.1] * 8, [0.2, 0.3, 0.2, 0.4, 0.2, 0.1, 0.2, 0.3]  # 7 of 7 better: p = 2 / 2**7
    one = {"m": (low, high), **{f"same{at}": (low, low) for at in range(5)}}
    two = [run(name, asked, {m: v[at] for m, v in one.items()}) for at, name in enumerate("ab")]
    alone = compare(*two, measures=["m"]).pairs()[0]
    among = compare(*two).pairs()[0]
    assert (alone["p_holm"], alone["verdict"]) == (0.015625, "better")
    assert (among["p_holm"], among["verdict"]) == (0.09375, "not shown")


def test_marks_are_the_letters_of_the_runs_that_a_run_is_better_than() -> None:
    found = compare(BM25, DENSE, HYBRID, measures=["RR"])
    assert found.means_by_run().column("better_than") == ["", "a", "a, b"]
    assert "better than that run, p ≤ 0.05 after Holm over 3 comparisons." in str(found)
    turned = compare(HYBRID, BM25, measures=["RR"]).means_by_run()
    assert turned.column("better_than") == ["b", ""]


def test_the_pairs_of_more_than_six_runs_are_those_with_the_baseline() -> None:
    runs = (BM25, DENSE, HYBRID, *(run(name, ASKED, {"RR": LOW}) for name in "defg"))
    assert len(compare(*runs[:6], measures=["RR"]).differences) == 15
    assert len(compare(*runs, measures=["RR"], all_pairs=True).differences) == 21
    found = compare(*runs, measures=["RR"])
    assert {row["against"] for row in found.pairs()} == {"bm25"}
    assert "Holm over 6 comparisons, all with a: no others were compared." in str(found)


def test_all_pairs_compare_the_later_with_the_earlier_run() -> None:
    rows = compare(BM25, DENSE, HYBRID, measures=["RR"], baseline="dense").pairs()
    ends = [(row["run"], row["against"]) for row in rows]
    assert ends == [("bm25", "dense"), ("hybrid", "dense"), ("hybrid", "bm25")]


def test_a_pair_is_over_the_questions_with_a_value_in_both() -> None:
    a = run("a", ASKED, {"m": ["failed: timeout", *LOW[1:]]})
    b = run("b", ASKED, {"m": [*HIGH[:39], "judge failed: no verdict in the answer"]})
    row = compare(a, b).pairs()[0]
    assert (row["n"], row["p"]) == (38, paired(HIGH[1:39], LOW[1:39]).p)
    assert compare(a, b).means[0, "m"].n == 39


def test_what_is_left_out_is_counted_by_reason() -> None:
    a = run("a", ASKED, {"m": ["failed: timeout", "failed: refused", *LOW[2:]]})
    b = run("b", ASKED, {"m": [*HIGH[:38], "judge failed: garbage", None]})
    found = [tuple(row.values()) for row in compare(a, b).apart()]
    assert found == [
        ("a", "m", "failed", 2, 2),
        ("b", "m", "judge failed", 1, 1),
        ("b", "m", "missing", 1, 1),
    ]
    assert "Questions left out: a a: 2 failed; b b: 1 judge failed, 1 missing." in str(
        compare(a, b)
    )


def test_a_question_with_one_failed_repeat_keeps_its_value_and_the_repeat_is_told() -> None:
    scores = Measured("m", {("q0", 1): 0.5, ("q1", 1): 0.25}, {("q0", 2): "failed: timeout"})
    two = replace(run("a", questions(2), {"m": [0.5, 0.25]}), scores={"m": scores})
    found = compare(two, two)
    assert next(tuple(row.values()) for row in found.apart()) == ("a (a)", "m", "failed", 0, 1)
    assert found.means[0, "m"].n == 2


def test_repeats_are_one_question() -> None:
    values = {
        (one.id, repeat): HIGH[at] + repeat / 100
        for at, one in enumerate(ASKED)
        for repeat in (1, 2, 3)
    }
    thrice = replace(DENSE, scores={"RR": Measured("RR", values)})
    row = compare(BM25, thrice).pairs()[0]
    assert (row["n"], row["difference"]) == (
        40,
        pytest.approx(numpy.mean(HIGH) + 0.02 - numpy.mean(LOW)),
    )


def test_means_have_the_interval_of_their_kind() -> None:
    found = compare(BM25, DENSE)
    passed = found.means[1, "Success@1"]
    assert (passed.low, passed.high) == wilson(int(sum(PASSED)), 40)
    resampled = found.means[1, "RR"]
    alone = paired(HIGH, [0.0] * 40)  # the difference from nothing at all is the mean itself
    assert (resampled.low, resampled.high) == (alone.low, alone.high)


def test_no_question_in_both_runs_is_told_and_is_no_comparison() -> None:
    a = run("a", questions(2), {"m": [0.5, "failed: x"], "o": [0.5, 0.5]})
    b = run("b", questions(2), {"m": ["failed: x", 0.5], "o": [0.5, 0.25]})
    found = compare(a, b).pairs()
    assert (found[0]["n"], found[0]["p"], found[0]["caution"]) == (0, None, "no question in both")
    assert found[1]["p_holm"] == found[1]["p"]  # Holm over one


def test_ties_that_could_turn_a_verdict_are_told() -> None:
    ranges = {f"q{at}": (0.0, 1.0) for at in range(40)}
    tied = run("tied", ASKED, {"RR": HIGHEST}, ranges=ranges)
    row = compare(BM25, tied, measures=["RR"]).pairs()[0]
    assert (row["tied_low"], row["tied_high"]) == pytest.approx(
        (-numpy.mean(LOW), 1 - numpy.mean(LOW))
    )
    assert (row["verdict"], row["caution"]) == ("better", "ties decide")
    assert "b RR 0.000 to 1.000" in str(compare(BM25, tied, measures=["RR"]))


def test_few_questions_and_few_that_differ_are_told() -> None:
    a, b = (
        run(n, questions(15), {"m": [0.25] * 12 + [v] * 3}) for n, v in (("a", 0.5), ("b", 0.75))
    )
    assert compare(a, b).pairs()[0]["caution"] == "small, few differ"


def test_a_run_that_fails_on_the_hard_questions_is_cautioned_and_not_the_best() -> None:
    hard: list[float | str] = ["failed: timeout" if value < 0.5 else value + 0.01 for value in LOW]
    failing = compare(BM25, run("failing", ASKED, {"RR": hard}), measures=["RR"])
    row, gone = failing.pairs()[0], sum(value < 0.5 for value in LOW)
    assert (row["verdict"], row["mean"] > numpy.mean(LOW)) == ("better", True)
    assert f"{gone} in one run alone" in row["caution"]
    assert [line.count("**") for line in failing.markdown().splitlines()[4:6]] == [2, 0]


def test_a_p_that_no_resample_could_make_small_enough_is_told() -> None:
    names = {f"m{at}": (LOW, HIGHEST) for at in range(6)}
    two = [run(n, ASKED, {m: v[at] for m, v in names.items()}) for at, n in enumerate("ab")]
    row = compare(*two, resamples=99).pairs()[0]  # six times 1/100 is above 0.05
    assert (row["p"], row["verdict"], row["caution"]) == (0.01, "not shown", "too few resamples")
    assert compare(*two, resamples=199).pairs()[0]["verdict"] == "better"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (run("b", questions(39), {"RR": LOW[:39]}), r"1 not in every run \(q39\), 0 with other"),
        (run("b", questions(40, hop=range(40)), {"RR": LOW}), "0 not in every run, 40 with other"),
    ],
)
def test_runs_of_other_questions_are_refused(other: Run, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        compare(BM25, other, measures=["RR"])


def test_runs_of_other_questions_are_compared_by_id_where_that_is_wanted() -> None:
    other = run("b", questions(39, hop=range(39)), {"RR": LOW[:39]})
    found = compare(DENSE, other, measures=["RR"], allow_different=True)
    assert found.pairs()[0]["n"] == 39
    assert (
        "not in every run and left out 1, of other texts or judgements and compared by id 39."
        in str(found)
    )


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"measures": ["Succes@1"]}, "has no measure 'Succes@1'; did you mean Success@1"),
        ({"measures": []}, "expected names, or None for all in common"),
        ({"baseline": 2}, "0 to 1; found 2"),
        ({"baseline": "bm26"}, "the name of no run"),
        ({"alpha": 2.0}, "alpha between 0 and 1"),
    ],
)
def test_what_cannot_be_compared_is_refused(wanted: dict[str, object], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        compare(BM25, DENSE, **wanted)  # type: ignore[arg-type]


def test_one_run_is_no_comparison() -> None:
    with pytest.raises(BadInput, match="two runs or more, found 1"):
        compare(BM25)


def test_measures_that_not_every_run_has_are_told() -> None:
    richer = run("b", ASKED, {"RR": HIGH, "AP": LOW})
    found = compare(BM25, richer)
    assert found.measures == ("RR",)
    assert "Measures that not every run has: Success@1, AP." in str(found)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_finite_number_is_refused(value: float) -> None:
    with pytest.raises(BadInput, match="RR of question 'q1' in run 'b': expected a finite number"):
        compare(BM25, run("b", ASKED, {"RR": [0.5, value, *LOW[2:]]}))


def test_a_run_without_any_value_has_no_mean_and_makes_no_other_the_best() -> None:
    failed = run("b", ASKED, {"RR": ["failed: timeout"] * 40})
    text = compare(BM25, failed, measures=["RR"]).markdown()
    assert "| b | b | 0 | – |" in text
    assert "b b: 40 failed" in text


def test_runs_without_a_common_measure_are_refused() -> None:
    with pytest.raises(BadInput, match="no measure in common: bm25: RR, Success@1; b: AP"):
        compare(BM25, run("b", ASKED, {"AP": LOW}))


def test_a_name_of_several_runs_names_none() -> None:
    with pytest.raises(BadInput, match="the name of several runs; give a place or an id"):
        compare(BM25, DENSE, DENSE, baseline="dense")


def test_runs_of_one_name_are_told_apart_by_their_letters() -> None:
    rows = compare(BM25, DENSE, DENSE, measures=["RR"], all_pairs=False).pairs()
    assert rows.column("run") == ["dense (b)", "dense (c)"]


def test_a_comparison_loads_neither_frames_nor_scipy_nor_masked_arrays() -> None:
    code = (
        "import sys; from tests.evaluation.compared_runs import questions, run; "
        "from workbench.evaluation.comparison.compare import compare; asked = questions(3); "
        "str(compare(*(run(n, asked, {'m': [0.1, 0.2, 0.3]}) for n in 'ab'))); "
        "print([m for m in ('polars', 'pandas', 'scipy', 'numpy.ma') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
