from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import BadInput
from workbench.graphs.querying import EdgePattern, Filter, NodePattern, Query, parsed

A, B = {"node": "a"}, {"node": "b"}


def condition(**fields: Any) -> dict[str, Any]:
    return {"match": [{"node": "a", "where": [{"property": "k", "value": 1, **fields}]}]}


def test_a_spec_becomes_patterns_with_their_filters() -> None:
    edge = {"type": "K", "direction": "incoming", "where": [{"property": "w", "value": 1}]}
    spec = {"match": [{**A, "labels": ["P"], "properties": {"x": "y"}}, edge, B], "limit": 3}
    first = NodePattern("a", labels=("P",), filters=(Filter("x", "eq", "y"),))
    between = EdgePattern(edge_type="K", direction="in", filters=(Filter("w", "eq", 1),))
    assert parsed(spec) == Query((first, NodePattern("b")), (between,), ("a", "b"), 3)


def test_none_counts_as_absent() -> None:
    spec = {"match": [{**A, "id": None, "labels": None, "where": None}], "return": None}
    assert parsed({**spec, "limit": None}) == Query((NodePattern("a"),), (), ("a",))


def test_rows_name_their_aliases_in_alphabetical_order() -> None:
    spec = {"match": [{"node": "z"}, {"edge": "m"}, A]}
    assert parsed(spec).returns == ("a", "m", "z")
    assert parsed({**spec, "return": ["z", "a"]}).returns == ("a", "z")


def test_numbers_and_texts_of_numpy_become_plain_ones() -> None:
    told = {"property": "k", "op": "in", "value": [np.float64(1.5), np.str_("s")]}
    (found,) = parsed({"match": [{"node": "a", "where": [told]}]}).nodes[0].filters
    assert [type(value) for value in found.values] == [float, str]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ([], r"query spec must be a dict, found \[\]"),
        ({}, "match is required"),
        ({"match": []}, "match must contain at least one pattern element"),
        ({"match": "a"}, "match must be a list"),
        ({"match": [A, {}]}, "match must alternate node, edge, node.* found 2"),
        ({"match": [A], "lmit": 1}, "query spec has unknown field 'lmit'; its fields are match"),
        ({"match": [{**A, "label": "P"}]}, r"match\[0\] has unknown field 'label'"),
        ({"match": [A, {"edge_type": "K"}, B]}, r"match\[1\] has unknown field 'edge_type'"),
        ({"match": [A, B, A]}, r"match\[1\] must be an edge pattern"),
        ({"match": [{"edge": "a"}]}, r"match\[0\] must be a node pattern"),
        ({"match": [3]}, r"match\[0\] must be a dict, found 3"),
        ({"match": [{}]}, r"match\[0\].node is required"),
        ({"match": [{"node": ""}]}, r"match\[0\].node cannot be empty"),
        ({"match": [{"node": 1}]}, r"match\[0\].node must be a string"),
        ({"match": [{**A, "id": -1}]}, r"match\[0\].id must be an int from 0 on"),
        ({"match": [{**A, "id": True}]}, r"match\[0\].id must be an int from 0 on"),
        ({"match": [{**A, "labels": "P"}]}, r"match\[0\].labels must be a list of strings"),
        ({"match": [{**A, "labels": [1]}]}, r"match\[0\].labels\[0\] must be a string"),
        ({"match": [{**A, "properties": {"k": None}}]}, r"match\[0\].properties\['k'\] must be a"),
        ({"match": [A, {"direction": "up"}, B]}, r"match\[1\].direction must be 'out', 'in' or"),
        ({"match": [A], "limit": -1}, "limit must be an int from 0 on"),
        ({"match": [A], "limit": 1.0}, "limit must be an int from 0 on"),
        ({"match": [A], "return": ["x"]}, r"return\[0\]: return alias 'x' is not declared"),
        ({"match": [A], "return": ["a", "a"]}, r"return\[1\]: return alias 'a' is duplicated"),
        ({"match": [A, {"edge": "a"}, B]}, "alias 'a' cannot refer to both nodes and edges"),
        (condition(op="like"), r"match\[0\].where\[0\].op: unknown property filter op 'like'"),
        (condition(op=["eq"]), r"match\[0\].where\[0\].op: unknown property filter op"),
        (condition(op="in"), r"where\[0\].value: op 'in' requires a list value"),
        (condition(op="contains"), r"where\[0\].value: op 'contains' requires a string value"),
        (condition(value=[1]), r"where\[0\].value must be a bool, int, float or str"),
        (condition(value=None), r"where\[0\].value is required"),
        (condition(value=math.inf), r"where\[0\].value must be a finite float"),
        (condition(value=2**63), r"where\[0\].value must be an int of 64 bits"),
        (condition(value=np.int64(1)), r"where\[0\].value must be a bool, int, float or str"),
        (condition(value="\ud800"), r"where\[0\].value has a lone surrogate"),
        (condition(property=""), r"where\[0\].property cannot be empty"),
        (condition(key="k"), r"match\[0\].where\[0\] has unknown field 'key'"),
    ],
)
def test_an_error_names_the_place_and_what_was_expected(spec: Any, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        parsed(spec)
