"""Paired differences: against scipy, against hand-made values, at their edges."""

from __future__ import annotations

import math
import tracemalloc
from time import process_time

import numpy
import pytest
from scipy import stats

from workbench.core.errors import BadInput
from workbench.evaluation.statistics.paired import paired, paired_columns
from workbench.evaluation.statistics.power import detectable_difference, questions_needed
from workbench.evaluation.statistics.resampling import bootstrap_intervals, randomisation_p
from workbench.evaluation.statistics.student import student_quantile


def _two(questions: int, columns: int = 1, seed: int = 5) -> tuple[numpy.ndarray, numpy.ndarray]:
    generator = numpy.random.default_rng(seed)
    shape = (questions, columns)
    return generator.beta(1.2, 1, shape).round(3), generator.beta(1, 1.2, shape).round(3)


def _scipy_p(a: numpy.ndarray, b: numpy.ndarray, **options: object) -> float:
    def difference(x: numpy.ndarray, y: numpy.ndarray, axis: int) -> numpy.ndarray:
        return (x - y).mean(axis=axis)

    kinds = {"permutation_type": "samples", "vectorized": True, **options}
    return float(stats.permutation_test((a, b), difference, **kinds).pvalue)


@pytest.mark.parametrize("questions", [3, 8, 12])
def test_few_questions_give_the_exact_p_of_every_sign_pattern(questions: int) -> None:
    a, b = (side[:, 0] for side in _two(questions))
    assert paired(a, b).p == pytest.approx(_scipy_p(a, b, n_resamples=math.inf), abs=1e-12)


def test_many_questions_give_the_p_that_scipy_draws() -> None:
    a, b = (side[:, 0] for side in _two(60))
    theirs = _scipy_p(a, b, n_resamples=50_000, rng=numpy.random.default_rng(1))
    assert paired(a, b).p == pytest.approx(theirs, abs=0.01)


def test_questions_that_do_not_differ_do_not_change_p() -> None:
    a, b = (side[:, 0] for side in _two(9))
    same = numpy.linspace(0.1, 0.9, 500)
    widened = paired(numpy.concatenate([a, same]), numpy.concatenate([b, same]))
    assert (widened.p, widened.ties) == (paired(a, b).p, 500)


def test_a_drawn_p_is_never_zero() -> None:
    assert paired(numpy.full(40, 0.9), numpy.full(40, 0.1), resamples=999).p == 1 / 1000


def test_the_interval_is_the_percentile_one_a_little_further_out() -> None:
    a, b = (side[:, 0] for side in _two(30))
    tail = stats.norm.cdf(-math.sqrt(30 / 29) * stats.t.ppf(0.975, 29))
    theirs = stats.bootstrap(
        ((a - b),),
        numpy.mean,
        n_resamples=50_000,
        confidence_level=1 - 2 * tail,
        method="percentile",
        rng=numpy.random.default_rng(2),
    ).confidence_interval
    ours = paired(a, b)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.006)


@pytest.mark.parametrize("freedom", [4, 9, 19, 199, 99_999])
def test_quantiles_of_student_are_scipys(freedom: int) -> None:
    assert student_quantile(0.975, freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-3)


def test_effect_sizes_of_values_worked_out_by_hand() -> None:
    found = paired([0.5, 0.7, 0.9, 0.7], [0.4, 0.4, 0.4, 0.4])  # differences 0.1 0.3 0.5 0.3
    assert found.difference == pytest.approx(0.3)
    assert found.sd == pytest.approx(math.sqrt(0.08 / 3))
    assert found.effect == pytest.approx(0.3 / math.sqrt(0.08 / 3))
    assert found.standardised == pytest.approx(0.3 / math.sqrt(0.08 / 3 / 2))
    assert found.p == 2 / 16
    assert (found.wins, found.losses, found.ties) == (4, 0, 0)


def test_last_bits_make_no_win() -> None:
    found = paired([0.1 + 0.2, 0.5, 0.25], [0.3, 0.5, 0.25])
    assert (found.ties, found.moved, found.p) == (3, 0, 1.0)
    assert (found.effect, found.detectable) == (None, None)


def test_a_column_depends_on_no_other_and_on_no_order() -> None:
    a, b = _two(57, columns=9)
    forward = paired_columns(a, b)
    order = [4, 0, 8, 2, 6, 1, 3, 5, 7]
    assert paired_columns(a[:, order], b[:, order]) == [forward[at] for at in order]
    assert paired(a[:, 3], b[:, 3]) == forward[3]


def test_another_seed_gives_other_resamples_and_the_same_one_the_same() -> None:
    a, b = (side[:, 0] for side in _two(40))
    assert paired(a, b, seed=7) == paired(a, b, seed=7)
    assert paired(a, b, seed=7).low != paired(a, b, seed=8).low


def test_turning_the_systems_round_turns_the_counts_and_keeps_p() -> None:
    a, b = (side[:, 0] for side in _two(40))
    one, other = paired(a, b), paired(b, a)
    assert (one.p, one.wins, one.difference) == (other.p, other.losses, -other.difference)


def test_a_single_question_bounds_nothing() -> None:
    found = paired([0.75], [0.5])
    assert (found.low, found.high, found.p) == (-math.inf, math.inf, 1.0)


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ([], [], "found none"),
        ([1.0, 2.0], [1.0], "found shapes"),
        ([math.nan], [0.5], "found NaN"),
        ([0.5], [math.inf], "found NaN or infinity"),
    ],
)
def test_values_that_cannot_be_paired_are_refused(
    a: list[float], b: list[float], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        paired(a, b)


@pytest.mark.parametrize("terms", [{"resamples": 0}, {"alpha": 0.0}, {"alpha": 1.0}, {"seed": -1}])
def test_terms_that_make_no_sense_are_refused(terms: dict[str, float]) -> None:
    with pytest.raises(BadInput, match="1 or more resamples"):
        paired([0.5], [0.25], **terms)  # type: ignore[arg-type]


def test_blocks_of_resamples_are_what_one_draw_of_all_would_be() -> None:
    values = numpy.arange(5000.0)[:, None]  # blocks of 52 resamples
    generator = numpy.random.default_rng([3, 1])
    drawn = [generator.integers(0, 5000, size=(size, 5000)) for size in (52, 52, 46)]
    means = numpy.sort(numpy.concatenate(drawn).mean(axis=1))
    (low, high) = bootstrap_intervals(values, resamples=150, alpha=0.999999, seed=3)[0]
    assert (low, high) == pytest.approx((numpy.median(means), numpy.median(means)), abs=0.5)


def test_memory_does_not_grow_with_the_product_of_questions_and_resamples() -> None:
    a, b = _two(100_000)
    tracemalloc.start()
    differences = a - b
    bootstrap_intervals(differences, resamples=60, alpha=0.05, seed=0)
    randomisation_p(differences, resamples=60, seed=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 24_000_000  # 60 x 100,000 doubles alone are 48 MB


def test_200_questions_and_8_measures_take_less_than_a_tenth_of_a_second() -> None:
    """Of processor time: wall-clock time would measure what else the machine does."""
    a, b = _two(200, columns=8)
    times = []
    for _ in range(5):
        start = process_time()
        paired_columns(a, b)
        times.append(process_time() - start)
    assert min(times) <= 0.1


def test_a_detectable_difference_needs_as_many_questions_as_detect_it() -> None:
    least = detectable_difference(0.3, 200)
    assert least == pytest.approx((1.959964 + 0.841621) * 0.3 / math.sqrt(200), abs=1e-6)
    assert questions_needed(least or 0, 0.3) in (200, 201)
    assert questions_needed(0.02, 0.3) == 1766


def test_the_detectable_difference_is_detected_four_times_in_five() -> None:
    generator = numpy.random.default_rng(11)
    least = detectable_difference(0.25, 80) or 0.0
    differences = generator.normal(least, 0.25, (80, 1500))
    found = randomisation_p(differences, resamples=2000, seed=0)
    assert (found <= 0.05).mean() == pytest.approx(0.8, abs=0.03)


def test_no_number_of_questions_shows_no_difference() -> None:
    with pytest.raises(BadInput, match="other than 0"):
        questions_needed(0.0, 0.3)
