"""What an event says the agent did, read from what was written for a model."""

from __future__ import annotations

import json
from math import isnan
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.recorded_calls import NO_RESULT, Usage, recorded
from workbench.core.recorded_rows import as_recorded, literal, read_rows, row_key
from workbench.core.values import Edge, Node

HIT = {"similarity": 0.83, "node_id": "i:1", "node": {"name": 'O\'Hara "Q"', "x": None, "y": True}}
PERSON = {"p": {"name": "Ann", "labels": ["person"]}, "tags": ["{", "}\n{"], "n": 3}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=4,
)
ROWS = st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), max_size=3)


def event(**info: Any) -> dict[str, Any]:
    return {"query": "?", "answer": "!", "technical_info": info, "threshold": 0.8}


def call(tool: str, result: Any, **args: Any) -> dict[str, Any]:
    return {"tool": tool, "args": args, "result": result}


def search(text: str, *rows: Any) -> dict[str, Any]:
    result = "Query: vector_text_search\nRows:\n" + "\n".join(map(repr, rows))
    return call("vector_text_search", result, label="interest", property="name", text=text)


def cypher(query: str, *rows: Any) -> dict[str, Any]:
    shown = "\n".join(json.dumps(row, indent=2, ensure_ascii=False) for row in rows)
    return call("cypher", f"Query: cypher\nRows:\n{shown}", query=query)


def test_the_rows_of_a_vector_search_are_python_reprs() -> None:
    (found,) = recorded(event(tool_calls=[search("Q", HIT, {**HIT, "node_id": "i:2"})])).calls

    assert found.args == {"label": "interest", "property": "name", "text": "Q"}
    assert found.rows == (HIT, {**HIT, "node_id": "i:2"})
    assert (found.unreadable, found.error) == ((), None)


def test_the_rows_of_cypher_are_json_objects_one_after_another() -> None:
    (found,) = recorded(event(tool_calls=[cypher("MATCH …", PERSON, {}, PERSON)])).calls

    assert found.rows == (PERSON, {}, PERSON)


def test_a_similarity_of_nan_or_infinity_has_no_literal_and_is_read() -> None:
    text = "{'similarity': nan, 'node': {'name': 'nan'}}\n{'similarity': -inf}"
    first, second = read_rows(text).rows

    assert isnan(first["similarity"])
    assert first["node"] == {"name": "nan"}
    assert second == {"similarity": float("-inf")}


def test_a_search_without_hits_has_rows_but_none() -> None:
    assert recorded(event(tool_calls=[search("Q")])).calls[0].rows == ()


def test_a_row_that_is_no_data_is_kept_as_it_stands_among_the_others() -> None:
    odd = "{'at': neo4j.time.Date(2026, 1, 1)}"
    found = read_rows(f"{{\n  \"a\": 1\n}}\n{odd}\n{{'b': 2}}")

    assert found.rows == ({"a": 1}, {"b": 2})
    assert found.unreadable == (odd,)


def test_an_object_inside_a_row_that_breaks_off_is_no_row() -> None:
    found = read_rows('{\n  "list": [\n    {\n      "a": 1\n    }')

    assert found.rows == ()
    assert found.unreadable[0] == "{"


def test_a_failed_call_has_the_words_of_the_record_for_rows() -> None:
    said = "Query: cypher\nResult: 'Error executing query'"
    (found,) = recorded(event(tool_calls=[call("cypher", said, query="MATCH")])).calls

    assert (found.rows, found.error) == (None, "Error executing query")


def test_a_query_without_a_call_has_failed() -> None:
    listed = 'vector_search("interest","name","Q")'
    info = event(tool_calls=[search("Q")], vts_queries=[listed, listed], cypher_queries=["RETURN"])
    done, lost, typed = recorded(info).calls

    assert done.rows == ()
    assert (lost.rows, lost.error) == (None, NO_RESULT)
    assert lost.args == {"label": "interest", "property": "name", "text": "Q"}
    assert typed.args == {"query": "RETURN"}


def test_a_quote_in_the_text_matches_its_call_and_is_ambiguous_without_one() -> None:
    listed = 'vector_search("interest","name","a","b")'
    (done,) = recorded(event(tool_calls=[search('a","b')], vts_queries=[listed])).calls
    (lost,) = recorded(event(vts_queries=[listed])).calls

    assert done.args["text"] == 'a","b'
    assert lost.args == {"listed": listed}
    assert lost.text_of("label", "property", "text") is None


def test_tokens_at_no_cost_have_an_unknown_price() -> None:
    used = {"requests_count": 2, "prompt_tokens": 9, "completion_tokens": 1, "cached_tokens": 0}
    stats = {"a": {**used, "requests_cost": 0.5}, "b": {**used, "requests_cost": 0}, "c": {}}

    assert recorded(event(model_stats=stats)).usage == (
        Usage("a", 2, 9, 1, 0, 0.5),
        Usage("b", 2, 9, 1, 0, None),
        Usage("c", None, None, None, None, None),
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (None, "event data: expected an object, saw None"),
        (["x"], "event data: expected an object, saw ['x']"),
        ({"query": "?"}, "technical_info: expected an object, saw None"),
        (event(tool_calls={}), "tool_calls: expected a list, saw {}"),
        (event(tool_calls=[3]), "tool_calls: expected an object with `tool`, saw 3"),
        (event(tool_calls=[{"tool": "x"}]), "tool_calls: expected an object as `args`, saw None"),
        (event(vts_queries=[7]), "vts_queries: expected text, saw 7"),
        (event(cypher_queries="MATCH"), "cypher_queries: expected a list, saw 'MATCH'"),
        (event(model_stats=[1]), "model_stats: expected an object, saw [1]"),
        (event(model_stats={"m": 1}), "model_stats['m']: expected an object, saw 1"),
    ],
)
def test_what_is_not_as_documented_is_told(data: Any, fault: str) -> None:
    assert recorded(data).faults == (fault,)


@pytest.mark.parametrize("result", ["plain words", 3, ["x"]])
def test_a_result_of_another_form_is_kept_as_text(result: Any) -> None:
    (found,) = recorded(event(tool_calls=[call("own_tool", result)])).calls

    assert (found.rows, found.unreadable) == (None, (str(result),))


@given(JSON)
def test_no_data_makes_the_reading_raise(value: Any) -> None:
    for data in (value, {"technical_info": value}, event(tool_calls=[call("cypher", value)])):
        assert recorded(data) is not None
    assert recorded(event(tool_calls=value, vts_queries=value, model_stats=value)) is not None


@given(st.text(alphabet="{}[]'\"\\n:,ax1 \n\0é"))
def test_no_text_makes_the_reading_raise_or_loses_a_word(text: str) -> None:
    found = read_rows(text)

    assert bool(found.rows or found.unreadable) == bool(text.strip())


@given(ROWS)
@settings(max_examples=40)
def test_rows_written_in_either_form_are_read_back(rows: list[dict[str, Any]]) -> None:
    as_json = "\n".join(json.dumps(row, indent=2, ensure_ascii=False) for row in rows)

    assert list(map(row_key, read_rows(as_json).rows)) == list(map(row_key, rows))
    by_repr = [row for row in rows if repr(row).isprintable()]
    assert list(map(row_key, read_rows("\n".join(map(repr, by_repr))).rows)) == [
        row_key(row) for row in by_repr
    ]


def test_a_text_that_is_no_literal_has_no_value() -> None:
    assert literal("__import__('os')") is None
    assert literal("'\\d'") == "\\d"
    assert literal("(" * 10_000) is None


def test_a_row_of_today_takes_the_form_of_the_record() -> None:
    ann = Node("p:1", ("person",), {"id": "p:1", "name_embedding": [0.5], "name": "Ann"})
    row = {"p": ann, "all": [ann], "r": Edge("a", "T", "b", {"w": 1}), "n": {"x_embedding": 1}}

    assert as_recorded(row) == {
        "p": {"id": "p:1", "name": "Ann", "labels": ["person"]},
        "all": [{"id": "p:1", "name": "Ann"}],
        "r": {"w": 1},
        "n": {},
    }


def test_rows_of_equal_content_have_one_key_whatever_their_order() -> None:
    one = {"p": {"labels": ["b", "a"], "x": 1}, "n": 2}
    other = {"n": 2, "p": {"x": 1, "labels": ["a", "b"]}}

    assert row_key(one) == row_key(other)
    assert row_key(one) != row_key({**one, "n": 3})
