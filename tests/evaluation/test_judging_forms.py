"""Reading what a judge wrote: a whole form, or garbage."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluation.judging.forms import (
    PREFERENCE,
    VERDICT,
    Garbage,
    Preference,
    Verdict,
    document_of,
)

PASSED = Verdict("pass", 9, "All names.", ("one typo",))
TEXT = '{"comment": "All names.", "errors": ["one typo"], "rating": 9, "status": "pass"}'


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"\n  {TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"```JSON {TEXT}```\n",
        TEXT.replace("9", "9.0"),
        TEXT.replace('"pass"', '" Pass"'),
        TEXT.replace('["one typo"]', '"one typo"'),
        TEXT.replace('"status"', '"test_status"'),
        TEXT.replace('"status"', '"confidence": 0.4, "status"'),
    ],
)
def test_a_whole_verdict_is_read(text: str) -> None:
    assert VERDICT.filled(text) == PASSED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected one JSON object"),
        ("I would pass it.", "expected one JSON object"),
        (f"Here it is: {TEXT}", "expected one JSON object"),
        (f"{TEXT} {TEXT}", "expected one JSON object"),
        (TEXT[:-9], "expected one JSON object"),
        ("[" * 100_000, "expected one JSON object"),
        (f"[{TEXT}]", "expected a JSON object"),
        ('"pass"', "expected a JSON object"),
        ("null", "expected a JSON object"),
        ("{}", "status: expected pass or fail, found None"),
        (TEXT.replace('"pass"', '"perhaps"'), "status: expected pass or fail, found 'perhaps'"),
        (TEXT.replace('"pass"', "true"), "status: expected pass or fail, found True"),
        (TEXT.replace('"pass"', '["pass"]'), "status: expected pass or fail"),
        (TEXT.replace("9", "11"), "rating: expected a whole number from 0 to 10, found 11"),
        (TEXT.replace("9", "-1"), "found -1"),
        (TEXT.replace("9", "7.5"), r"found 7\.5"),
        (TEXT.replace("9", '"9"'), "found '9'"),
        (TEXT.replace("9", "true"), "found True"),
        (TEXT.replace("9", "NaN"), "found nan"),
        (TEXT.replace("9", "1e999"), "found inf"),
        (TEXT.replace("9", "9" * 5000), "expected one JSON object"),
        (TEXT.replace('"All names."', "3"), "comment: expected text, found 3"),
        (TEXT.replace('["one typo"]', "7"), "errors: expected a list of texts, found 7"),
        (TEXT.replace('["one typo"]', "[7]"), "errors: expected text, found 7"),
        (TEXT[:-1] + ', "status": "fail"}', "expected each field once"),
    ],
)
def test_anything_else_is_garbage(text: str, told: str) -> None:
    with pytest.raises(Garbage, match=told) as seen:
        VERDICT.filled(text)
    assert len(str(seen.value)) < 200


def test_what_is_left_out_of_a_verdict_is_empty() -> None:
    assert VERDICT.filled('{"status": "fail", "rating": 0}') == Verdict("fail", 0)


def test_characters_that_no_database_keeps_are_replaced() -> None:
    text = r'{"status": "fail", "rating": 0, "comment": "a\u0000b\ud800c"}'
    assert VERDICT.filled(text).comment == "a\ufffdb?c"


@pytest.mark.parametrize("choice", ["first", "second", "tie"])
def test_a_preference_is_one_of_three(choice: Any) -> None:
    text = json.dumps({"comment": "", "preferred": choice})
    assert PREFERENCE.filled(text) == Preference(choice)
    with pytest.raises(Garbage, match="first or second or tie"):
        PREFERENCE.filled('{"preferred": "neither"}')


@pytest.mark.parametrize("form", [VERDICT, PREFERENCE], ids=lambda form: form.label)
def test_a_schema_is_as_strict_as_openai_s_strict_mode_asks(form: Any) -> None:
    assert form.schema["required"] == list(form.schema["properties"])
    assert form.schema["additionalProperties"] is False


@settings(max_examples=40)
@given(st.sampled_from(("pass", "fail")), st.integers(0, 10), st.text(), st.lists(st.text()))
def test_a_verdict_survives_being_kept(
    status: Any, rating: int, comment: str, errors: list[str]
) -> None:
    written = {"status": status, "rating": rating, "comment": comment, "errors": errors}
    verdict = VERDICT.filled(json.dumps(written))
    assert VERDICT.read(json.loads(json.dumps(document_of(verdict)))) == verdict
    assert (verdict.status, verdict.rating) == (status, rating)


@settings(max_examples=40)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_no_other_json_is_a_verdict(value: Any) -> None:
    with pytest.raises(Garbage):
        VERDICT.filled(json.dumps(value))
