"""Exact inference on forms whose answer is known otherwise: chains, trees, strips, conflicts."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from workbench.core.errors import BadInput, NotSupported
from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.answers import (
    beliefs,
    clique_states,
    conflict,
    joint,
    log_evidence,
    most_probable,
)
from workbench.inference.network import Network

ROOT = Path(__file__).resolve().parents[2]
KEEP = (0.95, 0.05, 0.1, 0.9)  # false stays false, true stays true
COPY = (1.0, 0.0, 0.0, 1.0)


def binary(count: int, **prior: float) -> list[Variable]:
    return [Variable(number, "binary", BINARY, prior=dict(prior)) for number in range(count)]


def factor(number: int, scope: tuple[int, ...], values: tuple[float, ...], **cpd: bool) -> Factor:
    return Factor(number, (), (), "table", table=FactorTable(scope, values, **cpd))


def chain(count: int, values: tuple[float, ...] = KEEP) -> Network:
    links = [factor(n, (n + 1, n), values, is_cpd=True) for n in range(count - 1)]
    return Network.of(binary(count), links)


def strip(width: int, length: int, seed: int = 1) -> Network:
    random, at = Random(seed), range(width * length)
    pairs = [(n, n + 1) for n in at if (n + 1) % width] + [(n, n + width) for n in at[:-width]]
    tables = [tuple(random.random() + 0.1 for _ in range(4)) for _ in pairs]
    return Network.of(
        binary(width * length),
        [factor(n, *pt) for n, pt in enumerate(zip(pairs, tables, strict=True))],
    )


def test_factors_far_from_the_query_count():
    found = beliefs(chain(4), [3], {0: "true"})
    assert found[3]["true"] == pytest.approx(0.74275, abs=1e-12)
    assert (found.method, found.exact, len(found.active.factors)) == ("two-pass", True, 3)


def test_the_shipped_worked_example():
    variables = [
        *binary(2),
        Variable(
            2, "phase", ("new", "used", "worn"), prior={"new": 0.5, "used": 0.25, "worn": 0.25}
        ),
    ]
    factors = [
        factor(0, (1, 0), (0.5, 0.5, 0.2, 0.8), is_cpd=True),
        factor(1, (0, 1), (1.0, 1.0, 1.0, 2.0)),
        factor(2, (2, 1), (0.5, 0.25, 0.25, 0.2, 0.2, 0.6), is_cpd=True),
    ]
    found = beliefs(Network.of(variables, factors), None, {0: "true"})
    assert found[1]["true"] == pytest.approx(0.48 / 0.555, abs=1e-12)
    worn = 0.25 * 5.05 / (0.5 * 2.1 + 0.25 * 1.85 + 0.25 * 5.05)
    assert found[2]["worn"] == pytest.approx(worn, abs=1e-12)


def test_a_long_chain_forgets_neither_its_ends_nor_its_scale():
    found = beliefs(chain(20_000), [0, 10_000, 19_999], {0: "true", 19_999: "false"})
    assert found[10_000]["true"] == pytest.approx(1 / 3, abs=1e-9)  # where it settles: .05/.15
    assert found.log_weight == pytest.approx(20_000 * math.log(0.5) + math.log(2 / 3), abs=1e-6)
    assert found.log_evidence == pytest.approx(math.log(0.5 * 2 / 3), abs=1e-6)


def test_a_long_chain_of_copies_has_one_thing_to_say():
    network = chain(5_000, COPY)
    assert beliefs(network, [4_999], {0: "true"})[4_999] == {"false": 0.0, "true": 1.0}
    assert set(most_probable(network, {0: "true"}).states.values()) == {"true"}


def test_a_star_takes_up_many_leaves_at_once():
    leaves = [factor(n, (0, n), (0.51, 0.49, 0.49, 0.51)) for n in range(1, 5_001)]
    seen = {n: "true" if n % 2 else "false" for n in range(1, 4_999)}
    found = beliefs(Network.of(binary(5_001), leaves), [0, 5_000], seen)
    assert found[0]["true"] == pytest.approx(0.5, abs=1e-9)
    assert found[5_000]["true"] == pytest.approx(0.5, abs=1e-9)


def test_same_input_same_bits():
    network = strip(4, 30)
    one, two = (beliefs(network, None, {5: "true"}).marginals.flat for _ in range(2))
    assert one.tobytes() == two.tobytes()


def test_what_lies_apart_is_left_out_and_told():
    links = [factor(0, (0, 1), KEEP), factor(1, (2, 3), KEEP)]
    found = beliefs(Network.of(binary(4), links), [0], {1: "true"})
    assert found.active.variables.tolist() == [0, 1]
    assert found.active.factors.tolist() == [0]
    assert (found.active.left_out_variables, found.active.left_out_factors) == (2, 1)


def test_no_query_means_all_variables_with_evidence_too():
    assert list(beliefs(chain(5), None, {0: "true"}).marginals) == [0, 1, 2, 3, 4]


def test_a_strip_takes_tables_of_its_width():
    network = strip(8, 40)
    assert clique_states(network) <= 2**10
    found = beliefs(network)
    assert (found.method, found.clique_states <= 2**10) == ("junction tree", True)


def test_a_child_that_nobody_asks_for_joins_no_parents():
    parents = tuple(range(12))
    rows = tuple([0.25, 0.75] * 2**12)
    network = Network.of(
        binary(14),
        [factor(0, (12, *parents), rows, is_cpd=True), factor(1, (13, 0), KEEP, is_cpd=True)],
    )
    assert beliefs(network, [13], {0: "true"})[13]["true"] == pytest.approx(0.9)


def test_too_wide_a_network_is_refused_with_the_figure_or_approximated():
    network = strip(6, 6)
    with pytest.raises(NotSupported, match=r"a table of \d+ states, more than max_clique_states=8"):
        beliefs(network, method="exact", max_clique_states=8)
    found = beliefs(network, max_clique_states=8)
    assert not found.exact
    assert "approximate" in found.warnings[0]
    assert found.converged == (found.max_residual <= 1e-9)


def test_two_passes_are_for_trees():
    with pytest.raises(NotSupported, match="loops"):
        beliefs(strip(3, 3), method="two-pass")
    assert beliefs(chain(3), method="junction tree").exact


def test_conflicting_evidence_is_named_by_its_least_cause():
    network = chain(2_000, COPY)
    seen = {100: "true", 103: "false", 900: "true", 1_500: "true"}
    found = conflict(network, seen)
    assert found.observations in {(100, 103), (103, 900), (103, 1_500)}
    assert len(found.factors) == abs(found.observations[1] - found.observations[0])
    with pytest.raises(BadInput, match=r"positive finite mass.*variable 103 = 'false'.*factors"):
        beliefs(network, [0], seen)


def test_a_network_that_contradicts_itself_says_so():
    factors = [factor(0, (0,), (1.0, 0.0)), factor(1, (0, 1), COPY), factor(2, (1,), (0.0, 1.0))]
    assert conflict(Network.of(binary(3), factors)).factors == (0, 1, 2)
    assert beliefs(Network.of(binary(3), factors), [2])[2]["true"] == 0.5  # lies apart


def test_tied_states_are_told():
    found = most_probable(Network.of(binary(2), [factor(0, (0, 1), (2.0, 1.0, 1.0, 2.0))]))
    assert not found.unique
    assert found.log_probability == pytest.approx(math.log(1 / 3))


def test_a_joint_keeps_the_order_asked_for():
    found = joint(chain(4), [3, 0, 1], {1: "true"})
    assert found.values.shape == (2, 2, 2)
    assert found["true", "true", "true"] == pytest.approx((0.9**2 + 0.1 * 0.05) * 0.9 / 0.95)
    assert found.values.sum() == pytest.approx(1)
    assert len(found.rows()) == 8


def test_soft_evidence_weighs_states():
    found = beliefs(chain(2), None, {1: {"false": 1.0, "true": 3.0}})
    assert found[0]["true"] == pytest.approx(2.8 / (2.8 + 1.1))
    expected = math.log((1.1 + 2.8) / 2)
    assert log_evidence(chain(2), {1: {"false": 1.0, "true": 3.0}}) == pytest.approx(expected)


def test_variables_of_one_state_and_networks_of_nothing():
    one = [Variable(0, "sole", ("only",)), *binary(2)[1:]]
    network = Network.of(one, [factor(0, (0, 1), (0.25, 0.75))])
    assert beliefs(network)[0] == {"only": 1.0}
    assert most_probable(network).states == {0: "only", 1: "true"}
    assert joint(network, [0]).values.tolist() == [1.0]
    assert len(beliefs(Network.of([], [])).marginals) == 0


def test_weights_beyond_floats_stay_apart():
    factors = [factor(n, (0,), (1e-300, 2e-300)) for n in range(50)]
    factors += [factor(n, (1,), (1e300, 2e300)) for n in range(50, 100)]
    found = beliefs(Network.of(binary(2), factors))
    assert found[0]["false"] == pytest.approx(1 / (1 + 2**50), rel=1e-9)
    assert found[1]["false"] == pytest.approx(1 / (1 + 2**50), rel=1e-9)


def test_unknown_methods_and_options_are_refused():
    with pytest.raises(BadInput, match="method 'magic'"):
        beliefs(chain(2), method="magic")
    with pytest.raises(BadInput, match="max_iters"):
        beliefs(chain(2), max_iters=3)
    with pytest.raises(BadInput, match="variable 9 not found"):
        beliefs(chain(2), [9])


def test_answers_show_what_they_are():
    text = str(beliefs(chain(3), None, {0: "true"}))
    assert text.startswith("exact beliefs (two-pass) of 3 variables and 2 factors")
    assert "<table>" in beliefs(chain(3))._repr_html_()
    assert "most probable states (exact, two-pass)" in repr(most_probable(chain(3)))
    assert "joint distribution of 2 variables" in str(joint(chain(3), [0, 2]))


def test_medium_networks_agree_with_agrum():
    """In a process of its own: aGrUM crashes where warnings are errors, as in these tests."""
    command = [sys.executable, "-m", "tests.inference.against_library", "0", "30"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT)
    if "libgomp" in done.stderr:
        pytest.skip("aGrUM needs OpenMP's library: apt-get install libgomp1")
    assert done.returncode == 0, done.stderr
    assert "30 equal aGrUM to 1e-9, 30 of them by junction tree" in done.stdout


def test_beliefs_of_a_tree_are_those_of_messages_by_hand():
    random = Random(4)
    parents = [random.randrange(n) for n in range(1, 300)]
    tables = [tuple(random.random() for _ in range(4)) for _ in parents]
    pairs = enumerate(zip(parents, tables, strict=True), start=1)
    network = Network.of(binary(300), [factor(n, (n, p), t) for n, (p, t) in pairs])
    up = np.ones((300, 2))
    for n in range(299, 0, -1):
        up[parents[n - 1]] *= up[n] @ np.array(tables[n - 1]).reshape(2, 2)
        up[parents[n - 1]] /= up[parents[n - 1]].sum()
    assert beliefs(network).marginals.array(0) == pytest.approx(up[0], abs=1e-12)


def test_a_belief_not_asked_for_is_not_there():
    found = beliefs(chain(4), [0, 2])
    assert [number in found.marginals for number in (0, 1, 2, 3, 4, -1)] == [True, False] * 2 + [
        False
    ] * 2


def test_many_beliefs_are_shown_by_their_first():
    text = str(beliefs(chain(500)))
    assert "\n19 " in text
    assert "\n20  " not in text
    assert "more exist" in text
