"""Exact answers over random small models, against counting all assignments.

`python -m tests.inference.against_library` puts every question to all thousand.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.inference import checks
from tests.inference.brute import Brute
from tests.inference.models import small

HUNDREDS = [range(start, start + 100) for start in range(0, 1000, 100)]
TENTHS = [range(start, 1000, 40) for start in range(10)]


def possible(seeds):
    """Models that the evidence leaves something of; at least half of them are."""
    counted = [(model, Brute(*model)) for model in map(small, seeds)]
    found = [(model, brute) for model, brute in counted if brute.total > 0]
    assert len(found) > len(seeds) / 2
    return found


@pytest.mark.parametrize("seeds", HUNDREDS, ids=str)
def test_beliefs_weight_and_evidence_are_those_of_counting(seeds):
    for model, brute in possible(seeds):
        checks.beliefs_are_right(model, brute)


@pytest.mark.parametrize("seeds", TENTHS, ids=str)
def test_a_query_of_some_variables_gets_the_beliefs_of_all(seeds):
    for model, brute in possible(seeds):
        checks.a_query_is_right(model, brute, Random(len(model.factors)))


@pytest.mark.parametrize("seeds", TENTHS, ids=str)
def test_the_most_probable_states_weigh_most_and_ties_are_told(seeds):
    for model, brute in possible(seeds):
        checks.the_best_is_right(model, brute)


@pytest.mark.parametrize("seeds", TENTHS, ids=str)
def test_joints_are_those_of_counting(seeds):
    for model, brute in possible(seeds):
        checks.a_joint_is_right(model, brute, Random(len(model.factors)))


@pytest.mark.parametrize("seeds", TENTHS, ids=str)
def test_impossible_evidence_is_refused_and_its_conflict_cannot_be_smaller(seeds):
    for seed in seeds:
        checks.the_conflict_is_right(small(seed))
