"""The mirror answers where the graph store cannot, to the same rows."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, NoReturn

import pytest

from tests.graphs.querying.judge import judged
from tests.graphs.querying.random_specs import plain, random_records, random_spec
from tests.graphs.states import state_of
from workbench.core.errors import BadInput, QueryFailed
from workbench.core.property_graph.change import Delta
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.graphs.changing.draft import Draft
from workbench.graphs.querying import answer

FOLLOWS = {"type": "Follows"}


def refused(text: str, parameters: Mapping[str, Any], /) -> NoReturn:
    raise BadInput("a label and a relationship type may not share a name")


@pytest.mark.parametrize("seed", range(20))
def test_random_specs_are_walked_as_by_brute_force_in_both_orders(seed: int) -> None:
    roll = random.Random(seed)
    records = random_records(roll)
    state, dicts = state_of(*records), plain(*records)
    for _ in range(40):
        spec, numbers = random_spec(roll), roll.choice(("typed", "coerced"))
        for order in ("ids", "anchor"):
            wanted = judged(spec, *dicts, order=order, numbers=numbers)
            assert answer(spec, state, refused, order=order, numbers=numbers) == wanted, spec  # type: ignore[arg-type]


def test_a_name_that_is_label_and_type_is_asked_for_as_both() -> None:
    nodes = [NodeRecord(0, "x", ("Follows",)), NodeRecord(1, "y", ("a,b", "TongNode"))]
    state = state_of(nodes, [EdgeRecord(0, 0, 1, "Follows", {"tong_id": 7})])
    first, second = (
        {"node": "a", "labels": ["Follows"]},
        {"node": "b", "labels": ["a,b", "TongNode"]},
    )
    edge = {**FOLLOWS, "properties": {"tong_id": 7}}
    assert answer({"match": [first, edge, second]}, state, refused) == [{"a": 0, "b": 1}]


def test_the_profile_says_why_and_counts_as_tonggraph_does() -> None:
    nodes = [NodeRecord(id, f"x{id}", ("P",) if id else ()) for id in range(3)]
    edges = [EdgeRecord(0, 0, 1, "K"), EdgeRecord(1, 0, 2, "L"), EdgeRecord(2, 1, 0, "K")]
    spec = {"match": [{"node": "a", "id": 0}, {"type": "K"}, {"node": "b"}, {}, {"node": "b"}]}
    found: Any = answer(spec, state_of(nodes, edges), refused, profile=True)
    told = found["profile"]
    assert (found["rows"], told["engine"], told["plan_steps"][1]) == (
        [],
        "mirror",
        "start at 'a', on the mirror",
    )
    assert told["because"] == "a label and a relationship type may not share a name"
    names = ("expanded_edges", "filtered_edges", "filtered_nodes", "alias_conflicts")
    assert [told[name] for name in names] == [3, 1, 0, 1]


def test_changes_since_the_state_was_made_are_walked() -> None:
    state = state_of(3, [EdgeRecord(0, 0, 1, "K"), EdgeRecord(1, 1, 2, "K")])
    draft = Draft(state)
    draft.delete_edge(0)
    draft.add_edge(2, 2, "K")
    state.apply(Delta(state.generation + 1, draft.change("test")))
    spec = {"match": [{"node": "a"}, {"edge": "e", "direction": "both"}, {"node": "b"}]}
    assert answer(spec, state, refused, order="anchor") == [
        {"a": 1, "b": 2, "e": 1},
        {"a": 2, "b": 2, "e": 2},
        {"a": 2, "b": 1, "e": 1},
    ]


def test_other_errors_of_the_graph_store_are_not_walked_around() -> None:
    def failing(text: str, parameters: Mapping[str, Any], /) -> NoReturn:
        raise QueryFailed("the engine says no")

    with pytest.raises(QueryFailed, match="the engine says no"):
        answer({"match": [{"node": "a"}]}, state_of(1), failing)
