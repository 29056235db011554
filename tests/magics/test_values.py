"""Values reach a text bound, from variables of the notebook, and no other way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench as wb
from workbench.core.errors import BadParameters

Ran = Callable[[str], Any]
Failed = Callable[[str], tuple[BaseException, str]]
HOSTILE = ["'; DROP TABLE city; --", "' OR '1'='1", "$people", "{people}", "\\'; SELECT 1"]


def test_a_name_takes_the_value_of_the_variable(shell: InteractiveShell, ran: Ran) -> None:
    shell.user_ns["least"] = 5
    assert ran("%%sql\nSELECT id FROM city WHERE people > $least").rows.values == [("b",)]
    shell.user_ns["wanted"] = ["per_nell"]
    text = "%%cypher\nMATCH (p:Person) WHERE p.id IN $wanted\nRETURN p.name AS name"
    assert ran(text).rows.values == [("Nell",)]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_value_is_never_part_of_the_text(
    shell: InteractiveShell, ran: Ran, bench: wb.Bench, hostile: str
) -> None:
    shell.user_ns.update(given=hostile, people="spliced")
    assert ran("%%sql\nSELECT id FROM city WHERE id = $given").rows.values == []
    assert ran("%sql SELECT $given::text AS it").rows.values == [(hostile,)]
    assert ran("%cypher RETURN $given AS it").rows.values == [(hostile,)]
    assert bench.sql("SELECT count(*) FROM city").rows.values == [(3,)]


def test_what_stands_on_the_line_is_not_expanded_by_ipython(
    shell: InteractiveShell, ran: Ran
) -> None:
    shell.user_ns["people"] = "NULL"
    result = ran("%sql SELECT '{people}' AS a, '$people' AS b, $people::text AS c")
    assert result.rows.values == [("{people}", "$people", "NULL")]
    assert result.result.text == "SELECT '{people}' AS a, '$people' AS b, $people::text AS c"


def test_only_placeholders_are_looked_for(ran: Ran) -> None:
    text = "%%sql\nSELECT '$absent' AS a, $$ $gone $$ AS b -- $neither\n"
    assert ran(text).rows.values == [("$absent", " $gone ")]
    assert ran("%%cypher\nRETURN '$absent' AS a // $gone").rows.values == [("$absent",)]


def test_a_missing_value_is_named(shell: InteractiveShell, failed: Failed) -> None:
    shell.user_ns["there"] = 1
    error, told = failed("%%sql\nSELECT $there::int, $gone::int, $lost::int")
    assert isinstance(error, BadParameters)
    assert "no value for $gone, $lost: assign a variable `gone` first" in told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("--param least=15", 15),
        ("--param least=3*5", 15),
        ('--param "least=sum([5, 10])"', 15),
        ("--param 'least = other + 1'", 8),
        ("--param=least=other", 7),
    ],
)
def test_an_expression_stands_in_for_a_variable(
    shell: InteractiveShell, ran: Ran, given: str, expected: int
) -> None:
    shell.user_ns.update(least="not this", other=7)
    assert ran(f"%%sql {given}\nSELECT $least::int AS it").rows.values == [(expected,)]


def test_a_parameter_that_the_text_does_not_take_is_refused(failed: Failed) -> None:
    error, told = failed("%%sql --param x=1\nSELECT $y::int")
    assert isinstance(error, BadParameters)
    assert "--param x: the text takes $y" in told
    assert "no parameters" in failed("%%cypher --param x=1\nRETURN 1")[1]


def test_an_expression_that_fails_is_told(failed: Failed) -> None:
    assert "x=1/0: ZeroDivisionError" in failed("%%sql --param x=1/0\nSELECT $x::int")[1]
    assert "--param x: expected name=expression" in failed("%%sql --param x\nSELECT $x::int")[1]


@pytest.mark.parametrize(
    "cell",
    [
        "%%ask vedana/node_by_id\nlabel = 'Person'\nid = wanted",  # Python
        '%%ask vedana/node_by_id\nlabel = "Person"  # TOML\nid = "per_nell"',
        "%ask vedana/node_by_id label='Person' id=wanted",
        "%%ask vedana/node_by_id --param id=wanted\nlabel = 'Person'",
    ],
)
def test_a_query_takes_its_parameters(shell: InteractiveShell, ran: Ran, cell: str) -> None:
    shell.user_ns["wanted"] = "per_nell"
    assert ran(cell).rows.column("node_id") == ["per_nell"]


def test_a_query_without_parameters_stands_on_a_line(ran: Ran) -> None:
    assert ran("%ask vedana/labels_histogram").rows.columns == ("label", "cnt")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("label = 'Person'\nid = nowhere", "id = nowhere: NameError"),
        ("label = 'Person'\nimport os", "line 2 of the cell: expected `name = value`"),
        ("label 'Person'", "line 1 of the cell: expected `name = value`"),
        ("label = 'Person'", "`id` is missing"),
    ],
)
def test_parameters_that_cannot_be_read_are_told(failed: Failed, body: str, said: str) -> None:
    error, told = failed(f"%%ask vedana/node_by_id\n{body}")
    assert isinstance(error, BadParameters)
    assert said in told
