from __future__ import annotations

import json
from typing import Any

import pytest

from workbench.core.errors import BadInput, BadParameters
from workbench.graphs.querying import parsed, query_nl, query_schema

OPERATORS = ["eq", "ne", "lt", "lte", "gt", "gte", "in", "contains"]


def test_the_schema_lists_operators_and_fields() -> None:
    schema = query_schema()
    assert schema["name"] == "tonggraph_query_dsl_v0"
    assert (schema["operators"], schema["directions"]) == (OPERATORS, ["out", "in", "both"])
    assert schema["top_level_fields"] == ["match", "return", "limit"]
    fields = ["labels", "properties", "where"]
    assert schema["node_pattern"]["allowed_fields"] == ["node", "id", "external_id", *fields]
    edge = ["edge", "id", "type", "direction", "properties", "where"]
    assert schema["edge_pattern"]["allowed_fields"] == edge
    assert schema["where_filter"]["allowed_fields"] == ["property", "op", "value"]


def test_the_schema_is_json_and_a_new_value_each_time() -> None:
    first = query_schema()
    assert json.loads(json.dumps(first)) == first
    first["operators"].clear()
    assert query_schema()["operators"] == OPERATORS


PATTERN: dict[str, Any] = {"node": "a"}


@pytest.mark.parametrize(
    "spec",
    [
        {"match": [PATTERN]},
        {"match": [PATTERN, {"direction": "both", "type": "K"}, PATTERN], "limit": 0},
        {"match": [{**PATTERN, "properties": {"k": 1.5}, "id": 0, "labels": []}], "return": []},
        {"match": [{**PATTERN, "where": [{"property": "k", "op": "in", "value": [1, "x"]}]}]},
        {"match": []},
        {"match": [{"edge": "a"}]},
        {"match": [PATTERN], "limit": -1},
        {"match": [{**PATTERN, "label": "P"}]},
        {"match": [{**PATTERN, "where": [{"property": "k", "op": "like", "value": 1}]}]},
        {"match": [{**PATTERN, "properties": {"k": None}}]},
        {"match": [{"node": ""}]},
    ],
)
def test_the_json_schema_takes_what_the_language_takes(spec: dict[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(query_schema()["json_schema"])
    try:
        parsed(spec)
    except BadInput:
        assert not validator.is_valid(spec)
    else:
        assert validator.is_valid(spec)


def test_a_compiler_gets_the_question_and_the_schema_and_its_spec_is_answered() -> None:
    seen: list[Any] = []

    def compiler(question: str, schema: Any) -> dict[str, Any]:
        seen.append((question, schema["name"]))
        return {"match": [PATTERN]}

    assert query_nl("Who?", compiler, lambda spec: [spec]) == [{"match": [PATTERN]}]
    assert query_nl("Who?", compiler, list, schema={"name": "mine"}) == ["match"]
    assert seen == [("Who?", "tonggraph_query_dsl_v0"), ("Who?", "mine")]


def test_a_compiler_that_gives_no_mapping_is_refused() -> None:
    with pytest.raises(BadParameters, match=r"must return a mapping, found \[\] \(list\)"):
        query_nl("Who?", lambda *_: [], list)  # type: ignore[arg-type]
