"""What an answer over a small model has to be, by counting. Used by the tests and `thorough`."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from tests.inference.brute import Brute
from tests.inference.models import Model
from workbench.core.errors import BadInput
from workbench.inference.answers import beliefs, conflict, joint, log_evidence, most_probable
from workbench.inference.conflicts import Conflict


def beliefs_are_right(model: Model, brute: Brute) -> None:
    found = beliefs(model.network, None, model.evidence)
    for variable in model.variables:
        assert abs(found.marginals.array(variable.id) - brute.belief(variable.id)).max() < 1e-9
    assert abs(found.log_weight - math.log(brute.total)) < 1e-9
    assert abs(found.log_evidence - _log_evidence(model, brute)) < 1e-9


def a_query_is_right(model: Model, brute: Brute, random: Random) -> None:
    asked = random.sample(model.variables, random.randint(1, len(model.variables)))
    found = beliefs(model.network, [v.id for v in asked], model.evidence)
    assert list(found.marginals) == sorted(v.id for v in asked)
    for variable in asked:
        assert abs(found.marginals.array(variable.id) - brute.belief(variable.id)).max() < 1e-9
    if model.evidence:
        weight = log_evidence(model.network, model.evidence)
        assert abs(weight - _log_evidence(model, brute)) < 1e-9


def the_best_is_right(model: Model, brute: Brute) -> None:
    found, best = most_probable(model.network, model.evidence), brute.best()
    told = tuple(v.states.index(found.states[v.id]) for v in brute.variables)
    assert told in best
    assert found.unique == (len(best) == 1)
    assert abs(found.log_weight - math.log(brute.weights[told])) < 1e-9
    assert abs(found.log_probability - math.log(brute.weights[told] / brute.total)) < 1e-9


def a_joint_is_right(model: Model, brute: Brute, random: Random) -> None:
    asked = random.sample(model.variables, min(random.randint(1, 3), len(model.variables)))
    ids = [variable.id for variable in asked]
    found = joint(model.network, ids, model.evidence)
    assert np.abs(found.values - brute.belief(*ids)).max() < 1e-9


def the_conflict_is_right(model: Model) -> None:
    """Empty where something is possible; else impossible together, possible without any one."""
    found = conflict(model.network, model.evidence)
    assert bool(found) == (Brute(*model).total == 0)
    if not found:
        return
    with pytest.raises(BadInput, match="distribution must have positive finite mass"):
        beliefs(model.network, None, model.evidence)
    assert not _possible(model, found)
    for kind in ("observations", "factors", "priors"):
        for spared in getattr(found, kind):
            rest = tuple(number for number in getattr(found, kind) if number != spared)
            assert _possible(model, replace(found, **{kind: rest}))


def _log_evidence(model: Model, brute: Brute) -> float:
    return math.log(brute.total / Brute(model.variables, model.factors, {}).total)


def _possible(model: Model, items: Conflict) -> bool:
    """Whether something is possible with these alone."""
    variables = [v if v.id in items.priors else replace(v, prior={}) for v in model.variables]
    factors = [factor for factor in model.factors if factor.id in items.factors]
    seen = {number: s for number, s in model.evidence.items() if number in items.observations}
    return Brute(variables, factors, seen).total > 0
