"""What may be added to a graph's beliefs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.graphs.believing.world import World
from workbench.core.errors import BadInput, RecordNotFound
from workbench.core.property_graph.belief import Factor, FactorTable, Trace, Variable
from workbench.graphs import believing
from workbench.graphs.believing.distributions import distribution


@pytest.fixture
def world() -> World:
    world = World()
    world.add_node()
    world.add_variable()
    world.add_variable("weather", states=["sun", "rain", "snow"])
    return world


def test_variables_as_they_are_stored(world: World) -> None:
    made = believing.checked_variable(world.state, "binary", 0, {"p": "0.4"}, {"true": 1})
    assert made == Variable(2, "binary", ("false", "true"), 0, {"p": "0.4"}, {"true": 1})
    assert distribution(made) == pytest.approx([0.6, 0.4])


def test_factors_as_they_are_stored(world: World) -> None:
    table = believing.checked_factor_table(world.state, [0, 1], range(6))
    assert table == Factor(
        *(0, (0, 1), (), "factor_table", {}), FactorTable((0, 1), (0.0, 1.0, 2.0, 3.0, 4.0, 5.0))
    )
    cpd = believing.checked_cpd(world.state, 0, [1], [1, 0, 0.5, 0.5, 0.25, 0.75])
    assert cpd.table == FactorTable((0, 1), (1.0, 0.0, 0.5, 0.5, 0.25, 0.75), is_cpd=True)
    assert (cpd.input_variables, cpd.output_variables, cpd.function) == ((1,), (0,), "cpd")
    note = believing.checked_factor(world.state, [0], [1], "noisy_or", {"leak": 0.1})
    assert note == Factor(0, (0,), (1,), "noisy_or", {"leak": 0.1})
    assert believing.checked_trace(world.state, {"step": 1}) == Trace(0, {"step": 1})


REFUSED: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
    (believing.checked_variable, ("",), "domain must not be empty"),
    (believing.checked_variable, ("w",), "states are required for non-binary variable domain"),
    (believing.checked_variable, ("w", None, None, None, []), "states cannot be empty"),
    (believing.checked_variable, ("w", None, None, None, ["a", "a"]), 'duplicate state "a"'),
    (believing.checked_variable, ("w", None, None, None, "ab"), "the one text 'ab'"),
    (believing.checked_variable, ("w", None, None, None, [""]), "must not be empty"),
    (believing.checked_variable, ("binary", 5), "node 5 not found"),
    (believing.checked_variable, ("binary", None, {"p": 1.5}), r"between 0\.0 and 1\.0"),
    (believing.checked_variable, ("binary", None, {"p": " 0.5"}), "'p' must be numeric"),
    (believing.checked_variable, ("binary", None, {"p": True}), "'p' must be numeric"),
    (believing.checked_variable, ("binary", None, {"true": -1}), "the prior of variable 2"),
    (believing.checked_variable, ("binary", None, {"true": 0}), "positive finite mass"),
    (believing.checked_variable, ("binary", None, {}, {"true": "x"}), "the posterior of variable"),
    (believing.checked_variable, ("binary", None, {"true": None}), "prior"),
    (believing.checked_factor_table, ([], [1]), "variables cannot be empty"),
    (believing.checked_factor_table, ([0, 0], [1] * 4), "duplicate variable 0 in factor table"),
    (believing.checked_factor_table, ([0, 1], [1] * 5), "has 5 values but expected 6"),
    (believing.checked_factor_table, ([0], [1, -1]), "finite and non-negative"),
    (believing.checked_factor_table, ([0], [1, float("nan")]), "finite and non-negative"),
    (believing.checked_factor_table, ([0], [0, 0]), "cannot be all zero"),
    (believing.checked_factor_table, ([0], [True, 1]), "must be numbers"),
    (believing.checked_factor_table, ([9], [1, 1]), "variable 9 not found"),
    (believing.checked_cpd, (0, [1], [1, 0, 0.5, 0.5, 0.3, 0.75]), "must sum to 1.0: .*1 'snow'"),
    (believing.checked_cpd, (0, [0], [1] * 4), "duplicate variable 0"),
    (believing.checked_factor, ([0], [9], "f"), "variable 9 not found"),
    (believing.checked_factor, ([0], [], ""), "function must not be empty"),
    (believing.checked_trace, ({"": 1},), "name must not be empty"),
]


@pytest.mark.parametrize(("check", "given", "told"), REFUSED)
def test_what_is_not_sound_is_refused(
    world: World, check: Callable[..., Any], given: tuple[Any, ...], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        check(world.state, *given)


def test_numpy_integers_become_python_s(world: World) -> None:
    made = believing.checked_cpd(world.state, np.int64(0), np.array([1]), np.full(6, 0.5))
    assert made.table is not None
    assert [type(id) for id in made.table.variables] == [int, int]
    owned = believing.checked_variable(world.state, "binary", np.int32(0))
    assert type(owned.owner_id) is int
    for wrong in (True, 0.0, "0"):
        with pytest.raises(BadInput, match="is named by its id"):
            believing.checked_factor_table(world.state, [wrong], [1, 1])


def test_what_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(RecordNotFound):
        believing.checked_factor_table(world.state, [9], [1, 1])


def test_odd_maps_are_told_of_though_they_can_be_used(world: World) -> None:
    made = believing.checked_variable(world.state, "binary", None, {"x": 1}, {"true": 1})
    assert believing.cautions(made) == (
        "the prior of variable 2 names none of its states: taken as uniform",
        "the posterior of variable 2 names only some of its states; without a weight, "
        "so never true: false",
    )
