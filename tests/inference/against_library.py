"""`python -m tests.inference.against_library`: all models, every question; half a minute.

A thousand small models against counting, a hundred medium ones against aGrUM's junction tree;
two numbers after it say how many of either instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from random import Random

from tests.inference import checks
from tests.inference.agrum import Library
from tests.inference.brute import Brute
from tests.inference.models import medium, small
from workbench.inference.answers import beliefs, joint


def agrees(seed: int) -> str:
    """Compares all beliefs, the evidence and a joint of one medium model; the method used."""
    model = medium(seed)
    found, library = beliefs(model.network, None, model.evidence), Library(model)
    assert found.exact
    for variable in model.variables:
        assert abs(found.marginals.array(variable.id) - library.belief(variable.id)).max() < 1e-9
    pair = [model.variables[3].id, model.variables[-1].id]
    table = joint(model.network, pair, model.evidence).values
    assert abs(table.sum(axis=0) - library.belief(pair[1])).max() < 1e-9
    return found.method


def main(small_ones: Iterable[int], medium_ones: Iterable[int]) -> None:
    possible = 0
    for seed in small_ones:
        model = small(seed)
        brute = Brute(*model)
        checks.the_conflict_is_right(model)
        if brute.total > 0:
            possible += 1
            checks.beliefs_are_right(model, brute)
            checks.a_query_is_right(model, brute, Random(seed))
            checks.the_best_is_right(model, brute)
            checks.a_joint_is_right(model, brute, Random(seed))
    methods = [agrees(seed) for seed in medium_ones]
    trees = methods.count("junction tree")
    print(f"small models: {possible} possible ones equal counting to 1e-9, the rest are refused")
    print(f"medium models: {len(methods)} equal aGrUM to 1e-9, {trees} of them by junction tree")


if __name__ == "__main__":
    counts = [int(count) for count in sys.argv[1:]] or [1000, 100]
    main(*(range(count) for count in counts))
