"""The text forms of a TongGraph file, one by one."""

from __future__ import annotations

import pytest

from workbench.etl.tonggraph import decoding


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"a\\nb", r"a\nb"),
        (r"a\nb\tc\rd", "a\nb\tc\rd"),
        (r"\q and \\", "\\q and \\"),
        ("at the end\\", "at the end\\"),
        ("\x85\u2028\x0b文档", "\x85\u2028\x0b文档"),
    ],
)
def test_escapes_mean_what_they_did(written: str, meant: str) -> None:
    assert decoding.unescaped(written) == meant


def test_lists_are_split_at_line_feeds_alone() -> None:
    assert decoding.texts("a\u2028b\rc\nd\\ne") == ("a\u2028b\rc", "d\ne")
    assert decoding.texts("") == ()


def test_maps_keep_the_type_of_every_value() -> None:
    text = "a\tbool\ttrue\nb\tint\t1\nc\tfloat\t1\nd\tstring\t1\ne\tfloat\t-0"
    found = decoding.properties(text)
    assert repr(found) == repr({"a": True, "b": 1, "c": 1.0, "d": "1", "e": -0.0})


def test_two_fields_are_a_text_of_an_old_file() -> None:
    assert decoding.properties("name\tA\\tB\nage\tint\t3") == {"name": "A\tB", "age": 3}


def test_keys_are_escaped_too() -> None:
    assert decoding.properties("a\\tb\tint\t1\nempty\tstring\t") == {"a\tb": 1, "empty": ""}


@pytest.mark.parametrize("text", ["1_0", " 1", "1 ", "١", "1.0", "", "9223372036854775808", "0x1"])
def test_other_integers_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decoding.integer(text)


@pytest.mark.parametrize("text", ["nan", "inf", "-Infinity", "1_0", " 1", "", ".", "1e999", "1,5"])
def test_other_floats_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        decoding.real(text)


@pytest.mark.parametrize(
    "text", ["a", "a\tint", "a\tdate\t1", "\tint\t1", "a\tbool\tTrue", "a\tint\t1\na\tint\t2"]
)
def test_other_maps_are_refused_but_for_two_fields(text: str) -> None:
    if text == "a\tint":  # an old file's text "int"
        assert decoding.properties(text) == {"a": "int"}
        return
    with pytest.raises(ValueError):
        decoding.properties(text)
