"""Agreement beyond chance, against scikit-learn, published tables and first principles."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from workbench.core.errors import BadInput
from workbench.core.evaluation.scores import Apart
from workbench.evaluation.judging.agreement import FlipRate, fleiss_kappa, flip_rate, kappa

# Husbands' and wives' answers of 1979 to one question (Hout, Duncan, Sobel 1987), table of
# Agresti's Categorical Data Analysis; the R package vcd prints .1293 (.0686), .2374 (.0783).
FUN = np.array([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
# Fourteen raters, ten subjects, five categories: Wikipedia's worked example of Fleiss' kappa.
FLEISS = [
    *([0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1]),
    *([7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]),
]


def raters(table: Any) -> tuple[list[int], list[int]]:
    pairs = [pair for pair, count in np.ndenumerate(table) for _ in range(int(count))]
    return [one for one, _ in pairs], [other for _, other in pairs]


def repeats(table: Any) -> dict[str, list[int]]:
    return {
        str(at): [label for label, count in enumerate(row) for _ in range(count)]
        for at, row in enumerate(table)
    }


def share(table: Any, weights: str | None) -> float:
    """Kappa of a table of shares from its definition, for differences of it."""
    k = len(table)
    distance = np.abs(np.subtract.outer(range(k), range(k))) / (k - 1)
    cost = {None: distance > 0, "linear": distance, "quadratic": distance**2}[weights]
    seen, chance = table / table.sum(), np.outer(table.sum(1), table.sum(0)) / table.sum() ** 2
    return float(1 - (cost * seen).sum() / (cost * chance).sum())


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_kappa_is_that_of_scikit_learn(weights: Any) -> None:
    chance = np.random.default_rng(6)
    for _ in range(40):
        labels = range(int(chance.integers(2, 6)))
        a, b = chance.choice(labels, (2, 30)).tolist()
        expected = cohen_kappa_score(a, b, labels=list(labels), weights=weights)
        assert kappa(a, b, weights=weights, labels=labels).kappa == pytest.approx(expected)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_the_interval_is_that_of_the_delta_method(weights: Any) -> None:
    at, n = share(FUN, weights), FUN.sum()
    slopes = np.empty(FUN.shape)
    for cell in np.ndindex(FUN.shape):
        moved = FUN.astype(float)
        moved[cell] += 1e-5
        slopes[cell] = (share(moved, weights) - at) / 1e-5 * n
    error = math.sqrt((FUN / n * slopes**2).sum() / n)
    found = kappa(*raters(FUN), weights=weights, level=0.9)

    assert found.kappa == pytest.approx(at)
    assert found.low == pytest.approx(at - 1.644854 * error, abs=1e-4)
    assert found.high == pytest.approx(at + 1.644854 * error, abs=1e-4)


def test_kappa_of_a_published_table() -> None:
    plain, weighted = kappa(*raters(FUN)), kappa(*raters(FUN), weights="linear")

    assert (plain.kappa, plain.n) == (pytest.approx(0.1293, abs=5e-5), 91)
    assert (plain.observed, plain.expected) == (pytest.approx(33 / 91), pytest.approx(0.2679628))
    assert plain.high == pytest.approx(0.1293 + 1.96 * 0.0686, abs=2e-4)
    assert weighted.kappa == pytest.approx(0.2374, abs=5e-5)
    assert weighted.high == pytest.approx(0.2374 + 1.96 * 0.0783, abs=2e-4)


def test_numbers_are_as_far_apart_as_their_values_and_labels_as_their_places() -> None:
    a, b = [0, 0, 1, 10, 10], [0, 1, 1, 10, 1]
    full = cohen_kappa_score(a, b, labels=list(range(11)), weights="linear")
    texts = [["low", "mid", "high"][one] for one in (0, 1, 2, 2)], ["low", "low", "mid", "high"]

    assert kappa(a, b, weights="linear").kappa == pytest.approx(full)
    assert kappa(*texts, weights="linear", labels=["low", "mid", "high"]).kappa == pytest.approx(
        cohen_kappa_score([0, 1, 2, 2], [0, 0, 1, 2], weights="linear")
    )


def test_one_verdict_throughout_has_no_kappa_and_says_why() -> None:
    for found in (kappa(["pass"] * 9, ["pass"] * 9), fleiss_kappa({"q": [1, 1], "r": [1, 1]})):
        assert (found.kappa, found.low, found.high) == (None, None, None)
        assert (found.observed, found.expected) == (1, 1)
        assert "every verdict is the same" in found.reason
    assert kappa([], []).reason == "no item has a verdict of both"


def test_a_rater_with_one_verdict_gives_no_interval() -> None:
    found = kappa(["pass", "fail", "pass"], ["pass", "pass", "pass"])

    assert (found.kappa, found.low, found.high) == (0, None, None)
    assert found.reason.startswith("one rater gave one verdict throughout")


def test_missing_verdicts_are_apart() -> None:
    a = ["pass", None, "fail", "pass", Apart("judge: timed out"), math.nan]
    found = kappa(a, ["pass", "pass", "fail", "fail", "pass", "pass"])

    assert (found.n, found.apart, found.observed) == (3, 3, pytest.approx(2 / 3))


def test_fleiss_kappa_of_the_published_example() -> None:
    found = fleiss_kappa(repeats(FLEISS))

    assert found.kappa == pytest.approx(0.210, abs=5e-4)
    assert (found.observed, found.expected) == (
        pytest.approx(0.378, abs=5e-4),
        pytest.approx(0.213, abs=5e-4),
    )
    assert found.n == 10


def test_fleiss_kappa_of_two_repeats_is_scotts_pi() -> None:
    chance = np.random.default_rng(3)
    a, b = chance.choice(3, (2, 50)).tolist()
    shares = np.bincount(a + b, minlength=3) / 100
    observed = np.mean(np.array(a) == np.array(b))
    pi = (observed - (shares**2).sum()) / (1 - (shares**2).sum())

    found = fleiss_kappa({str(at): pair for at, pair in enumerate(zip(a, b, strict=True))})
    assert found.kappa == pytest.approx(pi)


def test_the_interval_of_fleiss_kappa_is_drawn_over_questions_and_seeded() -> None:
    given = repeats(FLEISS)
    found, again = fleiss_kappa(given), fleiss_kappa(given)
    chance = np.random.default_rng(99)
    drawn = []
    for _ in range(400):
        picks = chance.choice(list(given), len(given))
        drawn.append(
            fleiss_kappa({str(i): given[one] for i, one in enumerate(picks)}, resamples=100)
        )
    low, high = np.quantile([one.kappa for one in drawn if one.kappa is not None], [0.025, 0.975])

    assert found == again
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.03)


def test_repeats_of_unequal_number_agree_as_their_own_pairs_do() -> None:
    found = fleiss_kappa({"q": ["a", "a", "b"], "r": ["a", "a"], "s": ["b"], "t": ["b", None]})

    assert (found.n, found.apart) == (2, 2)
    assert found.observed == pytest.approx((1 / 3 + 1) / 2)
    assert found.expected == pytest.approx((4 / 5) ** 2 + (1 / 5) ** 2)


def test_a_judge_flips_where_its_repeats_are_not_all_the_same() -> None:
    given: dict[str, list[Any]] = {
        "q": ["pass", "pass", "pass"],
        "r": ["pass", "fail", "pass"],
        "s": ["pass", Apart("judge: garbage"), "fail"],
        "t": ["pass", None],
    }

    found = FlipRate(2 / 3, pytest.approx((0 + 2 / 3 + 1) / 3), 3, ("r", "s"), ("t",))
    assert flip_rate(given) == found
    assert flip_rate({"t": ["pass"]}) == FlipRate(None, None, 0, (), ("t",))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"weights": "linear"}, "give labels"),
        ({"weights": "cubic", "labels": ["a", "b"]}, "'quadratic' or None, found 'cubic'"),
        ({"labels": ["a"]}, "'b' is not among the labels"),
        ({"level": 95}, "between 0 and 1, found 95"),
    ],
)
def test_what_cannot_be_computed_is_refused(settings: Any, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        kappa(["a", "b"], ["b", "b"], **settings)
    with pytest.raises(BadInput, match="found 1 and 2"):
        kappa(["a"], ["a", "b"])
