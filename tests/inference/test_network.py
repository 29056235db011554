"""A network from records and evidence by position: what is read, what is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.evidence import Observed
from workbench.inference.network import Network

THREE = ("new", "used", "worn")


def prior(states: tuple[str, ...], **given: Any) -> list[float]:
    return Network.of([Variable(7, "any", states, prior=given)], []).prior(0).tolist()


def of_table(variables: tuple[int, ...], values: tuple[float, ...], **cpd: bool) -> Network:
    known = [Variable(2, "binary", BINARY), Variable(5, "phase", THREE)]
    return Network.of(known, [Factor(9, (), (), "t", table=FactorTable(variables, values, **cpd))])


def test_priors_are_normalised_and_uniform_where_nothing_is_said():
    assert prior(THREE) == [1 / 3] * 3
    assert prior(THREE, new=1, used="0.5", worn=".5") == [0.5, 0.25, 0.25]
    assert prior(THREE, used="2e-1") == [0.0, 1.0, 0.0]
    assert prior(BINARY, p="0.25") == [0.75, 0.25]
    assert prior(BINARY, p=0.25, true=3, false=1) == [0.25, 0.75]
    assert prior(THREE, p=0.25) == [1 / 3] * 3


@pytest.mark.parametrize(
    "given", [{"new": -1}, {"new": "much"}, {"new": " 1"}, {"new": "1_0"}, {"new": True}]
)
def test_weights_that_are_none_are_refused_with_the_variable(given):
    with pytest.raises(BadInput, match="prior of variable 7 gives 'new'"):
        prior(THREE, **given)


@pytest.mark.parametrize("given", [{"false": 0, "true": 0}, {"p": 1.5}])
def test_priors_without_mass_are_refused(given):
    with pytest.raises(BadInput, match=r"variable 7.*positive finite mass"):
        prior(BINARY, **given)


def test_a_prior_of_some_states_is_told():
    network = Network.of([Variable(3, "phase", THREE, prior={"used": 1.0, "else": 2})], [])
    assert "variable 3 names only some" in network.warnings[0]
    assert "new, worn" in network.warnings[0]
    assert Network.of([Variable(3, "binary", BINARY, prior={"p": 1.0})], []).warnings == ()


def test_tables_lie_along_their_scope():
    plain = of_table((5, 2), (1, 2, 3, 4, 5, 6)).groups[0]
    assert plain.scope.tolist() == [[1, 0]]
    assert plain.tables[0].tolist() == [[1, 2], [3, 4], [5, 6]]
    conditional = of_table((5, 2), (0.1, 0.2, 0.7, 0.4, 0.5, 0.1), is_cpd=True).groups[0]
    assert conditional.tables[0].tolist() == [[0.1, 0.4], [0.2, 0.5], [0.7, 0.1]]


def test_factors_of_one_shape_stand_together_by_id():
    known = [Variable(number, "binary", BINARY) for number in range(3)]
    tables = {4: (0, 1), 1: (2, 1), 3: (2,)}
    factors = [
        Factor(n, (), (), "t", table=FactorTable(scope, (1.0, 2.0) * len(scope)))
        for n, scope in tables.items()
    ]
    network = Network.of(known, [*factors, Factor(8, (0,), (1,), "a note")])
    assert [group.ids.tolist() for group in network.groups] == [[3], [1, 4]]
    assert network.factor_count == 3


@pytest.mark.parametrize(
    ("variables", "values", "told"),
    [
        ((2, 4), (1,) * 4, "factor 9 is over variable 4, which is not in"),
        ((2, 2), (1,) * 4, "each variable once"),
        ((), (1,), "over no variable"),
        ((2, 5), (1,) * 5, "2 x 3 = 6 states"),
        ((2,), (1, -1), "not negative"),
        ((2,), (1, float("inf")), "finite"),
    ],
)
def test_unsound_factors_are_refused_by_id(variables, values, told):
    with pytest.raises(BadInput, match=told):
        of_table(variables, values)


def test_rows_that_do_not_sum_to_one_are_told():
    assert "factor 9" in of_table((2, 5), (0.5, 0.6) * 3, is_cpd=True).warnings[0]


def test_ids_stand_for_one_record_each():
    one = Variable(1, "binary", BINARY)
    with pytest.raises(BadInput, match="variable 1 is given twice"):
        Network.of([one, one], [])
    table = Factor(4, (), (), "t", table=FactorTable((1,), (1.0, 2.0)))
    with pytest.raises(BadInput, match="factor 4 is given twice"):
        Network.of([one], [table, table])
    with pytest.raises(BadInput, match="each once"):
        Network.of([Variable(1, "any", ("a", "a"))], [])


def test_evidence_is_by_position():
    observed = Observed.of(of_table((2,), (1, 1)), {5: "used", 2: {"true": 2.0, "false": 0}})
    assert observed.hard.tolist() == [1]
    assert observed.states.tolist() == [-1, 1]
    assert observed.soft[0].tolist() == [0.0, 2.0]
    assert len(observed) == 2


@pytest.mark.parametrize(
    ("evidence", "told"),
    [
        ({3: "true"}, "variable 3 not found"),
        ({2: "perhaps"}, "variable 2 is 'perhaps'.*expected one of false, true"),
        ({2: True}, "variable 2 is True"),
        ({2: {"true": 1.0}}, "a weight for each of its states false, true"),
        ({2: {"true": 1.0, "false": -1}}, "'false' the weight -1"),
        ({2: {"true": 0, "false": 0}}, "rules out every state of variable 2"),
    ],
)
def test_evidence_that_says_nothing_is_refused(evidence, told):
    with pytest.raises(BadInput, match=told):
        Observed.of(of_table((2,), (1, 1)), evidence)
