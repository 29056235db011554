"""Loopy belief propagation against messages written out in plain Python, and against counting."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.inference.brute import Brute
from tests.inference.graphs import Records, grid, loops, sparse, tree
from tests.inference.plain_messages import Plain
from workbench.core.errors import BadInput
from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.answers import beliefs
from workbench.inference.evidence import Given, Observed
from workbench.inference.loopy.assignment import chosen
from workbench.inference.loopy.run import LoopyResult, loopy
from workbench.inference.network import Network

SCHEDULES = ("synchronous", "residual")


def run(
    records: Records | Network, evidence: Given | None = None, **options: object
) -> LoopyResult:
    network = records if isinstance(records, Network) else Network.of(*records)
    return loopy(network, Observed.of(network, evidence), **options)  # type: ignore[arg-type]


def counted(records: Records, evidence: Given) -> list[float]:
    brute = Brute(*records, evidence)
    return [p for v in sorted(brute.variables, key=lambda v: v.id) for p in brute.belief(v.id)]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("damping", [0.0, 0.3])
def test_trees_are_exact(schedule: str, damping: float) -> None:
    for seed in range(15):
        records = tree(seed, 7)
        evidence: Given = {0: "a", 3: {s: 0.1 + at for at, s in enumerate(records[0][3].states)}}
        found = run(records, evidence, schedule=schedule, damping=damping, tolerance=1e-12)
        assert found.converged
        assert found.beliefs == pytest.approx(counted(records, evidence), abs=1e-9)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_large_trees_are_as_elimination_has_them(schedule: str) -> None:
    network = Network.of(*tree(1, 2000))
    exact = beliefs(network, None, {7: "b", 1500: "a"}, method="two-pass")
    found = run(network, {7: "b", 1500: "a"}, schedule=schedule, tolerance=1e-13)
    assert np.abs(found.beliefs - exact.marginals.flat).max() < 1e-9
    assert found.log_evidence_bethe == pytest.approx(exact.log_weight, abs=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_bethe_s_evidence_is_the_summed_weight_on_trees(schedule: str) -> None:
    for seed in range(20):
        records = tree(seed, 6)
        found = run(records, {1: "b"}, schedule=schedule, tolerance=1e-12)
        total = Brute(*records, {1: "b"}).total
        assert found.log_evidence_bethe == pytest.approx(math.log(total), abs=1e-9)


@pytest.mark.parametrize("damping", [0.0, 0.25])
@pytest.mark.parametrize("product", ["sum", "max"])
def test_every_sweep_equals_plain_messages(damping: float, product: str) -> None:
    for seed in range(12):
        records = loops(seed, 6, 4)
        plain = Plain(*records, {2: "a"}, {"sum": sum, "max": max}[product])
        for sweeps in range(4):
            options = {"tolerance": 0.0, "max_sweeps": sweeps, "damping": damping}
            found = run(records, {2: "a"}, product=product, **options)
            assert found.beliefs == pytest.approx(plain.beliefs(), abs=1e-12)
            plain.sweep(damping)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_fixed_points_are_those_of_plain_messages(schedule: str) -> None:
    for seed in range(8):
        records = loops(seed, 7, 4, zeros=0.1)
        plain = Plain(*records, {1: "b"})
        while plain.residual() > 1e-13:
            plain.sweep()
        found = run(records, {1: "b"}, schedule=schedule, tolerance=1e-12)
        assert found.converged
        assert found.beliefs == pytest.approx(plain.beliefs(), abs=1e-9)


def test_loops_are_near_the_exact_marginals_and_not_on_them() -> None:
    off = []
    for seed in range(20):
        records = loops(seed, 7, 3)
        found = run(records)
        off.append(np.abs(found.beliefs - counted(records, {})).max())
    assert 1e-6 < max(off) < 0.05


@pytest.mark.parametrize("product", ["sum", "max"])
def test_both_schedules_rest_at_one_point(product: str) -> None:
    network = grid(3, 12, 0.4 if product == "sum" else 0.15)
    one, other = (run(network, schedule=s, product=product, tolerance=1e-11) for s in SCHEDULES)
    assert one.converged
    assert other.converged
    assert one.beliefs == pytest.approx(other.beliefs, abs=1e-9)
    assert other.messages_updated < one.messages_updated


def test_converged_is_the_truth_about_the_messages() -> None:
    records = loops(5, 6, 6)
    plain = Plain(*records, {})
    for _ in range(3):
        plain.sweep(0.5)
    found = run(records, damping=0.5, max_sweeps=3, tolerance=1e-3)
    assert found.max_residual == pytest.approx(plain.residual(), abs=1e-12)
    assert found.converged == (plain.residual() <= 1e-3)
    assert not found.converged


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_heavy_damping_does_not_feign_convergence(schedule: str) -> None:
    found = run(grid(0, 8, 0.5), damping=0.999, tolerance=1e-3, max_sweeps=5, schedule=schedule)
    assert not found.converged
    assert found.max_residual > 1e-3


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_messages_that_never_settle_are_said_not_to(schedule: str) -> None:
    # Couplings this strong, of either sign, pull cycles of the grid both ways.
    network = grid(1, 10, 4.0)
    found = run(network, schedule=schedule, max_sweeps=60)
    assert found.converged == (found.max_residual <= 1e-9)
    assert not found.converged
    assert found.sweeps == 60


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("damping", [0.0, 0.5])
def test_impossible_evidence_is_refused_by_name_damped_or_not(
    schedule: str, damping: float
) -> None:
    same = Factor(0, (), (), "t", table=FactorTable((0, 1), (1.0, 0.0, 0.0, 1.0)))
    loop = [
        Factor(n, (), (), "t", table=FactorTable(pair, (1.0, 0.0, 0.0, 1.0)))
        for n, pair in enumerate([(1, 2), (2, 3), (3, 1)], 1)
    ]
    variables = [Variable(id, "binary", BINARY) for id in range(5)]
    seen = {0: "true", 2: "false", 4: "true"}
    with pytest.raises(BadInput, match=r"variable 0 = 'true', variable 2 = 'false'.* retract") as e:
        run((variables, [same, *loop]), seen, schedule=schedule, damping=damping)
    assert "variable 4" not in str(e.value)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_weights_too_small_to_multiply_are_kept_apart_from_zero(schedule: str) -> None:
    tiny = (1e-300, 1e-308, 1e-308, 1e-300)
    variables = [Variable(id, "binary", BINARY) for id in range(4)]
    factors = [Factor(n, (), (), "t", table=FactorTable((n, n + 1), tiny)) for n in range(3)]
    small = dict.fromkeys(BINARY, 1e-300)
    found = run((variables, factors), {0: "true", 1: small, 3: "false"}, schedule=schedule)
    assert found.beliefs[2:6] == pytest.approx([1 / 3, 2 / 3, 2 / 3, 1 / 3])
    expected = (
        math.log(3)
        + math.log(1e-300)
        + 2 * math.log(1e-300)
        + math.log(1e-308)
        + 2 * math.log(0.5) * 2
    )
    assert found.log_evidence_bethe == pytest.approx(expected)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_hub_of_many_factors_keeps_its_precision(schedule: str) -> None:
    leaves = 5000
    variables = [Variable(id, "binary", BINARY) for id in range(leaves + 2)]
    lean = [(0.9, 0.1), (0.1, 0.9)]  # in turn one way and the other, so that they cancel out
    weights = [lean[n % 2] for n in range(leaves)] + [(0.7, 0.3)]
    factors = [
        Factor(n, (), (), "t", table=FactorTable((0, n + 1), (yes, 0.0, no, 0.0)))
        for n, (yes, no) in enumerate(weights)
    ]
    found = run((variables, factors), schedule=schedule, tolerance=1e-12)
    assert found.beliefs[:2] == pytest.approx([0.7, 0.3], abs=1e-9)


def test_max_marginals_of_trees_and_the_best_assignment() -> None:
    for seed in range(20):
        records = tree(seed, 6)
        network = Network.of(*records)
        found = loopy(network, Observed.of(network, {}), product="max")
        (best,) = Brute(*records, {}).best()
        assert tuple(chosen(network, found.beliefs).states.tolist()) == best
        assert found.log_evidence_bethe is None


def test_ties_are_told() -> None:
    variables = [Variable(0, "binary", BINARY), Variable(1, "binary", BINARY, prior={"p": 0.9})]
    network = Network.of([*variables, Variable(2, "three", ("x", "y", "z"))], [])
    found = loopy(network, Observed.of(network, {2: "y"}), product="max")
    picked = chosen(network, found.beliefs)
    assert picked.states.tolist() == [0, 1, 1]
    assert picked.tied.tolist() == [0]


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("damping", [0.0, 0.2])
def test_the_same_input_gives_the_same_bits(schedule: str, damping: float) -> None:
    first, second = (
        run(grid(2, 10, 0.5), {5: "true"}, schedule=schedule, damping=damping) for _ in range(2)
    )
    assert first.beliefs.tobytes() == second.beliefs.tobytes()
    assert first.log_evidence_bethe == second.log_evidence_bethe


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_variables_without_factors_keep_their_priors(schedule: str) -> None:
    variables = [Variable(0, "binary", BINARY, prior={"p": 0.3}), Variable(7, "one", ("only",))]
    found = run((variables, []), schedule=schedule)
    assert found.beliefs.tolist() == pytest.approx([0.7, 0.3, 1.0])
    assert (found.converged, found.sweeps, found.max_residual) == (True, 0, 0.0)
    assert run(([], []), schedule=schedule).beliefs.size == 0


def test_many_variables_with_loops() -> None:
    network = sparse(0, 20_000, 24_000, 0.4)
    one, other = (run(network, schedule=schedule, tolerance=1e-7) for schedule in SCHEDULES)
    assert one.converged
    assert other.converged
    assert other.messages_updated < one.messages_updated / 2
    assert np.abs(one.beliefs - other.beliefs).max() < 1e-6


def test_a_part_without_factors_of_some_shape() -> None:
    network = Network.of(*tree(3, 12))
    alone = network.part(np.arange(12) == 4)
    assert run(alone).beliefs == pytest.approx(network.prior(4))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("damping", 1.0),
        ("damping", -0.1),
        ("tolerance", math.inf),
        ("max_sweeps", -1),
        ("schedule", "random"),
        ("product", "min"),
    ],
)
def test_options_out_of_range_are_refused(option: str, value: object) -> None:
    with pytest.raises(BadInput, match=option):
        run(([], []), **{option: value})
