"""Parameters: what they may be, and what is said where they are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from workbench.core.collections.definition import VectorSpace
from workbench.core.errors import VelesFailed
from workbench.velesql.executing.binding import bind, bind_sparse, bind_vector
from workbench.velesql.executing.run import Run
from workbench.velesql.tree.values import Constant, Moment, Parameter, SparseConstant

SPACE = VectorSpace(2)
P = Parameter("p")


def run(**parameters: Any) -> Run:
    return Run(None, parameters, 100.0)  # type: ignore[arg-type]


def test_a_missing_parameter_is_named_and_a_close_one_offered() -> None:
    with pytest.raises(VelesFailed, match="'years' was given") as error:
        bind(Parameter("year"), run(years=1))
    assert error.value.code == "E005"
    with pytest.raises(VelesFailed, match="without the sign"):
        bind(Parameter("v"), run(**{"$v": 1}))


def test_values_become_those_of_the_language() -> None:
    given = {"a": (np.int64(1), np.array([[0.5]])), 2: np.bool_(True)}

    assert bind(P, run(p=given)) == {"a": [1, [[0.5]]], "2": True}
    assert bind(Constant(None), run()) is None
    assert bind(Moment(-30.0), run()) == 70.0


def test_a_value_of_no_type_of_the_language_is_refused() -> None:
    with pytest.raises(VelesFailed, match="of the type set") as error:
        bind(P, run(p={1}))

    assert error.value.code == "E006"


def test_an_array_is_passed_on_as_it_is() -> None:
    vector = np.array([1, 2], np.float32)

    assert bind_vector(P, SPACE, run(p=vector)) is vector
    assert bind_vector(P, SPACE, run(p=[1, 2.5])).tolist() == [1.0, 2.5]
    assert bind_vector(P, SPACE, run(p=np.array([1e30, 1e30], np.float32))).tolist()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([1.0], "VELES-004"),
        ([[1.0, 2.0]], "VELES-004"),
        ([], "VELES-004"),
        ([1.0, float("nan")], "VELES-005"),
        ([1.0, float("inf")], "VELES-005"),
        ([1.0, 1e39], "VELES-005"),
        (["1", "2"], "E006"),
        ([True, False], "E006"),
        ([[1], [2, 3]], "E006"),
        ("12", "E006"),
        (None, "E006"),
    ],
)
def test_what_is_no_vector_here_is_refused(given: Any, code: str) -> None:
    with pytest.raises(VelesFailed) as error:
        bind_vector(P, SPACE, run(p=given))

    assert error.value.code == code


@pytest.mark.parametrize(
    "given", [{"3": 0.5, "1": 2}, {3: 0.5, 1: 2}, {"indices": [3, 1], "values": [0.5, 2]}]
)
def test_a_sparse_vector_has_three_forms(given: Any) -> None:
    assert bind_sparse(P, run(p=given)) == {3: 0.5, 1: 2.0}


def test_the_last_weight_of_an_index_holds() -> None:
    assert bind_sparse(SparseConstant(((3, 1.0), (3, 2.0))), run()) == {3: 2.0}


@pytest.mark.parametrize(
    "given",
    [[1], {"x": 1.0}, {"-1": 1.0}, {"1": "a"}, {"indices": [1], "values": []}, {True: 1.0}],
)
def test_what_is_no_sparse_vector_is_refused(given: Any) -> None:
    with pytest.raises(VelesFailed) as error:
        bind_sparse(P, run(p=given))

    assert error.value.code == "E006"
