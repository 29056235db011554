"""Conditions: by type, exact, per character."""

from __future__ import annotations

import pytest

from tests.velesql.executing.asking import NOW, Asked, of
from workbench.core.errors import VelesFailed

BIG = 2**53


def test_whole_numbers_beyond_a_float_are_told_apart() -> None:
    table = of("n", BIG, BIG + 1, BIG + 2, 2**64)

    assert table.where(f"n = {BIG + 1}") == [2]
    assert table.where(f"n > {BIG}") == [2, 3, 4]
    assert table.where(f"n IN ({BIG + 1}, 1, 2, 3, 4, {2**64})") == [2, 4]
    assert table.where(f"n BETWEEN {BIG + 1} AND {BIG + 2}") == [2, 3]


def test_a_float_equals_the_whole_number_that_it_is() -> None:
    table = of("n", 1, 1.0, True, "1", 9007199254740993, 9007199254740992.0)

    assert table.where("n = 1") == [1, 2]
    assert table.where("n = 1.0") == [1, 2]
    assert table.where("n = $n", n=9007199254740992.0) == [6]
    assert table.where("n < 9007199254740993 AND n > 100") == [6]


def test_values_of_another_type_are_unequal_and_in_no_order() -> None:
    table = of("v", 5, "5", True, [5], {"a": 5})

    assert table.where("v != 5") == [2, 3, 4, 5]
    assert table.where("v > 1") == [1]
    assert table.where("NOT v > 1") == []
    assert table.where("v > TRUE") == []
    assert table.where("v < 'a'") == [2]


def test_arrays_and_objects_are_compared_deep_and_by_type() -> None:
    table = of("v", [1, {"a": True}], [1.0, {"a": True}], [1, {"a": 1}], {"a": [1]})

    assert table.where("v = $v", v=[1, {"a": True}]) == [1, 2]
    assert table.where("v = $v", v={"a": [1.0]}) == [4]
    assert table.where("v != $v", v=[1, {"a": 1}]) == [1, 2, 4]


def test_texts_are_ordered_by_code_point() -> None:
    table = of("t", "Zebra", "apple", "Éclair", "apples")

    assert table.where("t < 'apple'") == [1]
    assert table.where("t >= 'apples'") == [3, 4]
    assert table.where("t BETWEEN 'Z' AND 'apple'") == [1, 2]
    assert table.where("t BETWEEN 'b' AND 'a'") == []


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("Caf_", [1]),
        ("%é", [1]),
        ("a\\%b", [3]),
        ("a%b", [2, 3, 4]),
        ("a\\_b", [4]),
        ("%\n%", [5]),
        ("", [6]),
        ("%", [1, 2, 3, 4, 5, 6, 7]),
        ("\\\\%", [7]),
        ("_a%a%z%", []),
        ("%a%b%c%", [5]),
    ],
)
def test_like_is_per_character_with_a_backslash_before_what_is_meant(
    pattern: str, ids: list[int]
) -> None:
    table = of("t", "Café", "axb", "a%b", "a_b", "xa\nbc", "", "\\o/")

    assert table.where("t LIKE $p", p=pattern) == ids


def test_like_of_many_runs_takes_no_time_that_grows_with_their_number() -> None:
    table = of("t", "a" * 5000)

    assert table.where("t LIKE $p", p="%a" * 40 + "%b") == []


def test_ilike_folds_the_case_of_all_letters() -> None:
    table = of("t", "STRASSE", "Straße", "ÉTUDE", "étude", "Ση", 7)

    assert table.where("t ILIKE 'straße'") == [1, 2]
    assert table.where("t ILIKE 'Étud_'") == [3, 4]
    assert table.where("t ILIKE 'σΗ'") == [5]
    assert table.where("t NOT ILIKE '%e'") == [5, 6]


def test_contains_compares_elements_by_type() -> None:
    table = of("a", [1, "x"], [True], [1.0], "x", None, [[1]], [])

    assert table.where("a CONTAINS 1") == [1, 3]
    assert table.where("a CONTAINS TRUE") == [2]
    assert table.where("a CONTAINS 'x'") == [1]
    assert table.where("a CONTAINS $v", v=[1.0]) == [6]
    assert table.where("a CONTAINS ANY ('x', TRUE)") == [1, 2]
    assert table.where("a CONTAINS ALL ('x', 1)") == [1]
    assert table.where("NOT a CONTAINS 1") == [2, 4, 6, 7]


def test_contains_text_is_a_strict_substring() -> None:
    table = of("t", "Fog at sea", "fog", 5, None, "")

    assert table.where("t CONTAINS_TEXT 'fog'") == [2]
    assert table.where("t CONTAINS_TEXT ''") == [1, 2, 5]
    assert table.where("NOT t CONTAINS_TEXT 'fog'") == [1, 3, 5]


def test_points_are_within_metres_on_the_sphere() -> None:
    # One degree along a meridian is 6,371,000 · π / 180 = 111,194.93 m.
    table = of("p", {"lat": 1, "lng": 0}, {"lat": 0, "lng": 0}, {"lat": "1", "lng": 0}, None)

    assert table.where("GEO_DISTANCE(p, 0, 0) < 111194.92") == [2]
    assert table.where("GEO_DISTANCE(p, 0, 0) < 111194.94") == [1, 2]
    assert table.where("NOT GEO_DISTANCE(p, 0, 0) < 5") == [1]
    assert table.where("GEO_BBOX(p, 0, 0, 1, 0)") == [1, 2]
    assert table.where("NOT GEO_BBOX(p, 0, 0, 0.5, 1)") == [1]
    assert table.where("GEO_BBOX(p, 1, 0, 0, 0)") == []


def test_time_is_that_of_the_statement() -> None:
    table = of("seen", NOW - 3600, NOW, NOW + 3600)

    assert table.where("seen > NOW() - INTERVAL '1 hour'") == [2, 3]
    assert table.where("seen = NOW()") == [2]
    assert table.where("seen >= NOW() + INTERVAL '60 minutes'") == [3]


def test_queries_in_brackets_are_values() -> None:
    table = of("n", 1, 2, 3, None)

    assert table.where("n = (SELECT MAX(n) FROM t)") == [3]
    assert table.where("n IN (1, (SELECT n FROM t WHERE id = 2))") == [1, 2]
    assert table.where("n BETWEEN (SELECT MIN(n) FROM t) AND (SELECT AVG(n) FROM t)") == [1, 2]
    assert table.where("n > (SELECT n FROM t WHERE id = 99)") == []


@pytest.mark.parametrize("inside", ["SELECT n FROM t", "SELECT * FROM t", "SELECT id, n FROM t"])
def test_a_query_in_brackets_gives_one_value(inside: str) -> None:
    with pytest.raises(VelesFailed) as error:
        of("n", 1, 2).where(f"n = ({inside})")

    assert error.value.code == "VELES-010"


@pytest.mark.parametrize(
    "condition", ["n LIKE $v", "n CONTAINS_TEXT $v", "GEO_DISTANCE(n, $v, 1) < 2"]
)
def test_parameters_of_another_type_are_refused(condition: str) -> None:
    with pytest.raises(VelesFailed) as error:
        of("n", 1).where(condition, v=[1])

    assert error.value.code == "E006"


def test_rows_that_were_stored_anew_count_once() -> None:
    table = of("n", 1, 2)
    table.result("UPDATE t SET n = 5 WHERE n = 1")

    assert table.where("n >= 1") == [1, 2]
    assert table.where("n = 1") == []
    assert table.rows("SELECT SUM(n) FROM t") == [(7,)]


def test_parameters_may_be_of_numpy() -> None:
    import numpy as np

    table = Asked({"n": 1, "a": [1, 2]}, {"n": 2, "a": [3]})

    assert table.where("n = $n", n=np.int64(2)) == [2]
    assert table.where("a = $a", a=np.array([1, 2])) == [1]
