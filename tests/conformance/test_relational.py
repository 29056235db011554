"""What every relational store does, on a local server with a reading account and by URL.

1. An empty result keeps its columns; order and ties are the statement's own; duplicate
   column names stay; a comment or semicolon at the end is no harm.
2. `$name` is a parameter, the same name the same value, and nothing but a parameter: not in
   literals, comments, dollar quotes or identifiers. Missing and unknown ones are refused.
3. Values and identifiers may hold any character but NUL.
4. `put` stores all or none: a duplicate key and a wrong type name the record, a generator
   that raises half-way stores nothing, 100,000 rows are one call.
5. `write` gives RETURNING's rows or the number affected; a script is one transaction.
6. `transaction` keeps all or none, nested too; reads inside see its writes.
7. Clients see each other's commits and nothing else.
8. A row limit cuts and says so; a timeout says so; a syntax error has the engine's words and
   the character in the author's text.
9. A frame has the same rows, parameters and names, however few rows there are.
10. `explain` is the plan, with the parameters, of a text that does not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from workbench.core.errors import BadInput, BadParameters, QueryFailed
from workbench.stores.relational.postgres import Postgres

WEIRD = "ü 'quote' \"double\" $x \\ % {} \n\t🦘 --"


@pytest.fixture
def table(relational: Postgres) -> Postgres:
    """Table `t` (a, b) with the rows (1, 'x'), (2, 'y'), (3, 'y')."""
    relational.write("CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL)")
    relational.put("t", ["a", "b"], [(1, "x"), (2, "y"), (3, "y")])
    return relational


@pytest.fixture
def second(relational: Postgres) -> Iterator[Postgres]:
    with closing(Postgres(relational._conninfo, reader=relational._reader_conninfo)) as other:
        yield other


def count(store: Postgres) -> int:
    number: int = store.rows("SELECT count(*) FROM t").values[0][0]
    return number


def both(store: Postgres, text: str, parameters: dict[str, Any] | None = None) -> list[Any]:
    """The rows of a text at the typed and at the reviewed door, which must not differ."""
    typed = store.rows(text, parameters)
    assert list(typed.values) == list(store.rows(text, parameters, reviewed=True).values)
    assert list(typed.values) == list(store.rows(text, parameters, reviewed=True, limit=99).values)
    return list(typed.values)


def test_it_names_its_engine(relational: Postgres) -> None:
    name, version, extensions = relational.engine
    assert name == "postgres"
    assert int(version.split(".")[0]) >= 15
    assert "plpgsql" in extensions


def test_a_new_extension_shows_at_once(relational: Postgres) -> None:
    assert "vector" not in relational.engine.extensions
    relational.write("CREATE EXTENSION vector")
    assert "vector" in relational.engine.extensions


@pytest.mark.parametrize("reviewed", [False, True])
def test_an_empty_result_keeps_its_columns(table: Postgres, reviewed: bool) -> None:
    found = table.rows("SELECT a, b AS other FROM t WHERE a > 9", limit=5, reviewed=reviewed)
    assert (found.columns, list(found.values), found.truncated) == (("a", "other"), [], False)


def test_order_is_the_statements_own(table: Postgres) -> None:
    assert both(table, "SELECT a FROM t ORDER BY b DESC, a DESC") == [(3,), (2,), (1,)]
    assert both(table, "VALUES (3), (1), (2)") == [(3,), (1,), (2,)]


def test_ties_are_the_statements_own(relational: Postgres) -> None:
    text = "SELECT x FROM unnest(ARRAY[5, 3, 9, 1]) WITH ORDINALITY AS u(x, n) ORDER BY n"
    assert both(relational, text) == [(5,), (3,), (9,), (1,)]


def test_duplicate_names_and_rows_without_columns_stay(table: Postgres) -> None:
    found = table.rows("SELECT 1 AS a, 2 AS a, 3 AS a_2")
    assert (found.columns, found.values) == (("a", "a", "a_2"), [(1, 2, 3)])
    assert both(table, "SELECT FROM t") == [(), (), ()]


@pytest.mark.parametrize("end", [";", " ; ;", "; -- done", " -- done;", "; /* done */ ", "\n"])
def test_what_ends_a_statement_is_no_harm(relational: Postgres, end: str) -> None:
    assert both(relational, "SELECT 1" + end) == [(1,)]
    assert relational.frame("SELECT 1 AS one" + end).rows() == [(1,)]
    assert relational.explain("SELECT 1" + end).operator == "Result"


def test_one_name_is_one_value(relational: Postgres) -> None:
    text = "SELECT $b::int + $a::int, $a::int * 10, $b::int * 10"
    assert both(relational, text, {"a": 1, "b": 2}) == [(3, 10, 20)]


def test_names_in_quotes_and_comments_are_text(relational: Postgres) -> None:
    text = """
        SELECT '$x' AS "$x", E'it\\'s $x', $$ $x $$, $q$ '$x' $q$ -- $x
             , $x::int AS a$x /* $x /* $x */ $x */
    """
    found = relational.rows(text, {"x": 7})
    assert found.values == [("$x", "it's $x", " $x ", " '$x' ", 7)]
    assert found.columns[0] == "$x"
    assert found.columns[-1] == "a$x"
    assert relational.frame(text, {"x": 7}).rows() == found.values


@pytest.mark.parametrize("given", [{}, {"lable": 1}, {"label": 1, "extra": 2}])
def test_missing_and_unknown_parameters_are_refused(
    relational: Postgres, given: dict[str, int]
) -> None:
    for door in (relational.rows, relational.frame, relational.explain, relational.write):
        with pytest.raises(BadParameters, match=r"uses \$label, but .*: (none|lable|label, extra)"):
            door("SELECT $label::int", given)


def test_a_numbered_parameter_is_refused(relational: Postgres) -> None:
    with pytest.raises(QueryFailed, match=r"expected \$name, found \$1") as caught:
        relational.rows("SELECT $1, $x", {"x": 1})
    assert caught.value.position == 8


def test_any_character_may_stand_in_values_and_identifiers(relational: Postgres) -> None:
    name = "ü \"q\" 'x' $y %s {}"
    quoted = '"' + name.replace('"', '""') + '"'
    relational.write(f'CREATE TABLE {quoted} ({quoted} text, "a.b" text)')
    relational.put(name, [name, "a.b"], [(WEIRD, "dotted")])
    relational.write(f"INSERT INTO {quoted} VALUES ($v, NULL)", {"v": WEIRD})
    text = f"SELECT {quoted} FROM {quoted} WHERE {quoted} = $v"
    assert both(relational, text, {"v": WEIRD}) == [(WEIRD,), (WEIRD,)]
    assert relational.frame(text, {"v": WEIRD})[name].to_list() == [WEIRD, WEIRD]


def test_put_reaches_a_table_in_another_schema(relational: Postgres) -> None:
    relational.write('CREATE SCHEMA "My"; CREATE TABLE "My"."T" (a int)')
    assert relational.put("My.T", ["a"], [(1,)]) == 1


@pytest.mark.parametrize("bad", ["a\0b", "\ud800"])
def test_text_that_no_database_holds_is_told(table: Postgres, bad: str) -> None:
    with pytest.raises(BadInput, match="Nothing was stored"):
        table.put("t", ["a", "b"], [(8, bad)])
    for door in (table.rows, table.frame, table.write):
        with pytest.raises((BadInput, QueryFailed), match=r"surrogate|NUL|UTF-8"):
            door("SELECT $x::text", {"x": bad})
    assert count(table) == 3


def test_put_stores_none_when_a_key_is_there(table: Postgres) -> None:
    with pytest.raises(BadInput, match=r"duplicate key .* line 3"):
        table.put("t", ["a", "b"], [(4, "z"), (5, "z"), (2, "again")])
    with pytest.raises(BadInput, match=r"null value in column .b. .* line 2"):
        table.put("t", ["a", "b"], [(4, "z"), (5, None)])
    assert count(table) == 3


@pytest.mark.parametrize("bad", ["5", 1.5, 2**31, -(2**63), b"", [1]])
def test_put_names_the_record_of_a_wrong_type(table: Postgres, bad: Any) -> None:
    with pytest.raises(BadInput, match=r"\(a int4, b text\), found record 2") as caught:
        table.put("t", ["a", "b"], [(4, "z"), (bad, "z")])
    assert repr(bad) in str(caught.value)
    assert count(table) == 3


@pytest.mark.parametrize("record", [(4,), (4, "z", 1), 4])
def test_put_names_the_record_of_a_wrong_length(table: Postgres, record: Any) -> None:
    with pytest.raises(BadInput, match="found record 1"):
        table.put("t", ["a", "b"], [record])


def test_put_passes_on_what_its_records_raise(table: Postgres) -> None:
    def records() -> Iterator[tuple[int, str]]:
        yield from ((number, "z") for number in range(10, 5000))
        raise LookupError("the source is gone")

    with pytest.raises(LookupError, match="the source is gone"):
        table.put("t", ["a", "b"], records())
    assert count(table) == 3
    assert table.put("t", ["a", "b"], [(10, "z")]) == 1


def test_put_takes_a_hundred_thousand_rows(relational: Postgres) -> None:
    relational.write("CREATE TABLE big (id int, name text, score float8)")
    records = ((number, f"name {number}", number / 7) for number in range(100_000))
    assert relational.put("big", ["id", "name", "score"], records) == 100_000
    assert relational.put("big", ["id"], []) == 0
    found = relational.rows("SELECT count(*), sum(id), max(name) FROM big").values
    assert found == [(100_000, sum(range(100_000)), "name 99999")]


def test_put_names_a_missing_table_or_column(table: Postgres) -> None:
    for target, column in (("absent", "a"), ("t", "absent")):
        with pytest.raises(QueryFailed, match=r'"absent" does not exist'):
            table.put(target, [column], [(1,)])


def test_write_says_what_it_returned_or_how_many_it_changed(table: Postgres) -> None:
    update = "UPDATE t SET b = $b WHERE a >= $a"
    assert list(table.write(update, {"a": 2, "b": "w"})) == [{"affected": 2}]
    returned = table.write(update + " RETURNING a, b", {"a": 3, "b": "v"})
    assert (returned.columns, returned.values) == (("a", "b"), [(3, "v")])
    assert list(table.write("CREATE TABLE u (a int)")) == [{"affected": 0}]


def test_a_script_is_one_transaction(table: Postgres) -> None:
    with pytest.raises(QueryFailed, match="division by zero"):
        table.write("INSERT INTO t VALUES (4, 'z'); DELETE FROM t WHERE a = 1; SELECT 1 / 0")
    assert count(table) == 3
    script = "INSERT INTO t VALUES (4, 'z'); DELETE FROM t WHERE a < 3; -- 'done;"
    assert list(table.write(script)) == [{"affected": 2}]


@pytest.mark.parametrize("text", ["BEGIN; DELETE FROM t", "START TRANSACTION"])
def test_a_script_that_opens_a_transaction_keeps_nothing(table: Postgres, text: str) -> None:
    with pytest.raises(QueryFailed, match="transaction of its own"):
        table.write(text)
    table.write("DELETE FROM t WHERE a = 3")
    assert count(table) == 2
