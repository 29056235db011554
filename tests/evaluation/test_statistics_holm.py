"""Holm's adjustment against its definition and against what it promises."""

from __future__ import annotations

import numpy
import pytest

from workbench.evaluation.statistics.holm import holm


def _by_definition(p_values: list[float]) -> list[float]:
    """The largest of (m − rank of j) · p_j over all j up to this one, at most 1."""
    order = sorted(p_values)
    steps = [min(1.0, (len(order) - at) * p) for at, p in enumerate(order)]
    return [max(steps[: order.index(p) + 1]) for p in p_values]


def test_the_example_of_four() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@pytest.mark.parametrize("seed", range(20))
def test_any_p_values_are_adjusted_as_defined(seed: int) -> None:
    generator = numpy.random.default_rng(seed)
    p_values = (generator.random(generator.integers(1, 12)) ** 3).round(2).tolist()
    assert holm(p_values) == pytest.approx(_by_definition(p_values))


def test_a_smaller_p_never_becomes_the_larger_one_and_equal_ones_stay_equal() -> None:
    p_values = [0.02, 0.02, 0.019, 0.3, 0.9, 0.02]
    adjusted = holm(p_values)
    assert [x for _, x in sorted(zip(p_values, adjusted, strict=True))] == sorted(adjusted)
    assert adjusted[0] == adjusted[1] == adjusted[5]
    assert max(adjusted) <= 1.0


def test_nothing_to_adjust() -> None:
    assert holm([]) == []
    assert holm([0.04]) == [0.04]


def test_the_chance_of_any_false_alarm_among_twenty_stays_at_alpha() -> None:
    p_values = numpy.random.default_rng(4).random((4000, 20))
    alarmed = [min(holm(row)) <= 0.05 for row in p_values.tolist()]
    assert sum(alarmed) / 4000 == pytest.approx(0.05, abs=0.012)
