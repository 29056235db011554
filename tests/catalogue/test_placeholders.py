"""`$name` is found where the engine would see a parameter, and nowhere else."""

from __future__ import annotations

import pytest

from workbench.catalogue.placeholders import parameter_names, placeholders
from workbench.catalogue.template import template


def names(kind: str, text: str) -> list[str]:
    return [found.name for found in placeholders(kind, text)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT '$no', $yes",
        "SELECT 'it''s $no', $yes",
        r"SELECT E'\'$no', $yes",
        'SELECT "a $no", $yes',
        'SELECT "$no""b", $yes',
        "SELECT $yes -- $no",
        "SELECT /* $no /* $no */ $no */ $yes",
        "SELECT $$ $no $$, $yes",
        "SELECT $tag$ $$ $no $tag$, $yes",
        "SELECT price$no, $yes",
        "SELECT $1, $yes",
        "SELECT $yes, '$no",
        "SELECT $yes, $a$ $no",
    ],
)
def test_sql_quotes_comments_and_words_hide_a_dollar(text: str) -> None:
    assert names("relational", text) == ["yes"]


@pytest.mark.parametrize(
    "text",
    [
        "RETURN '$no', $yes",
        r"RETURN 'it\'s $no', $yes",
        'RETURN "$no", $yes',
        "MATCH (n:`a $no`) RETURN $yes",
        "MATCH (n:`$no``b`) RETURN $yes",
        "RETURN $yes // $no",
        "RETURN /* $no */ $yes",
        "RETURN $yes, '$no",
    ],
)
def test_cypher_quotes_and_comments_hide_a_dollar(text: str) -> None:
    assert names("graph", text) == ["yes"]


def test_a_cast_and_a_repeated_name_are_seen() -> None:
    assert names("relational", "SELECT $a::vector <=> $b, $a") == ["a", "b", "a"]


@pytest.mark.parametrize("kind", ["relational", "graph"])
def test_names_may_be_of_any_script(kind: str) -> None:
    assert names(kind, "RETURN $имя, $1") == ["имя"]


def test_a_quoted_placeholder_is_an_identifier_not_a_value() -> None:
    found = list(placeholders("graph", "MATCH (n:`$label`) RETURN $label"))

    assert [(one.name, one.quoted) for one in found] == [("label", True), ("label", False)]
    assert parameter_names("relational", 'SELECT * FROM "$table" WHERE id = $id') == {"id"}


def test_an_identifier_is_filled_in_with_its_quotes_doubled() -> None:
    sql = template("relational", 'SELECT count(*) FROM "$table" WHERE id = $id')
    cypher = template("graph", "MATCH (n:`$label`) RETURN n, $label AS label")

    assert sql.filled({"table": 'a"b', "id": 1}) == (
        'SELECT count(*) FROM "a""b" WHERE id = $id',
        {"id": 1},
    )
    assert cypher.filled({"label": "a`b"}) == (
        "MATCH (n:`a``b`) RETURN n, $label AS label",
        {"label": "a`b"},
    )
