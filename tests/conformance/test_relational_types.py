"""Every type of value, at every door of a relational store.

1. A value given as a parameter, stored and read is the same value, at the typed and at the
   reviewed door, by `write` and by `put`: text and binary form agree.
2. Types that Python has no value for are text as the engine writes it; times that Python does
   not have are an error that names them, never another time.
3. Vectors are numpy float32 arrays both ways; another dimension, NaN and infinity are refused.
4. A frame says the same as the rows, type by type, and refuses what it would say wrongly.
"""

from __future__ import annotations

import ipaddress
import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import polars
import pytest

from workbench.core.errors import BadInput, NotSupported, QueryFailed
from workbench.stores.relational.postgres import Postgres

NOW = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)
SMALLEST = UUID(int=1)

# The value that goes in and comes out, by column type.
KEPT: list[tuple[str, Any]] = [
    ("boolean", True),
    ("smallint", -(2**15)),
    ("integer", 2**31 - 1),
    ("bigint", -(2**63)),
    ("real", 0.5),
    ("double precision", 0.1),
    ("double precision", 5e-324),
    ("double precision", math.nan),
    ("double precision", math.inf),
    ("double precision", -0.0),
    ("real", -math.inf),
    ("numeric", Decimal("123456789012345678901234567890.1234567890")),
    ("numeric", Decimal("0.00")),
    ("numeric", Decimal("NaN")),
    ("numeric", Decimal("Infinity")),
    ("text", "ü '\" \\ $x \n 🦘"),
    ("text", ""),
    ("varchar(9)", "short"),
    ("bytea", bytes(range(256))),
    ("bytea", b""),
    ("date", date(1, 1, 1)),
    ("date", date(9999, 12, 31)),
    ("time", time(23, 59, 59, 999999)),
    ("timestamp", datetime(1582, 10, 4, 1, 2, 3, 4)),
    ("timestamptz", NOW),
    ("interval", timedelta(days=-3, seconds=5, microseconds=7)),
    ("uuid", SMALLEST),
    ("json", {"ü": [1, 2.5, None, "'"], "nested": {"x": True}}),
    ("jsonb", {"ü": [1, 2.5, None, "'"], "nested": {"x": True}}),
    ("jsonb", {}),
    ("integer[]", [1, None, 3]),
    ("integer[]", []),
    ("bigint[]", [[1, 2], [3, 4]]),
    ("text[]", ["a", None, 'b,"{}', ""]),
    ("double precision[]", [0.1, math.inf, None]),
    ("boolean[]", [True, False, None]),
    ("uuid[]", [SMALLEST]),
    ("timestamptz[]", [NOW]),
    ("numeric[]", [Decimal("1.50")]),
    ("inet", ipaddress.ip_address("::1")),
]

# A literal, and the text that the engine writes for it.
AS_TEXT = [
    ("int4range(1, 5)", "[1,5)"),
    ("tstzrange('2020-01-01', NULL)", '["2020-01-01 00:00:00+00",)'),
    ("'{[1,3), [5,7)}'::int4multirange", "{[1,3),[5,7)}"),
    ("'happy'::mood", "happy"),
    ("ARRAY['happy', 'sad']::mood[]", "{happy,sad}"),
    ("ROW(1, 'x')", "(1,x)"),
    ("ROW(1, 'x')::pair", "(1,x)"),
    ("to_tsvector('simple', 'two words')", "'two':1 'words':2"),
    ("B'0101'", "0101"),
    ("point(1, 2)", "(1,2)"),
    ("'12.34'::money", "$12.34"),
    ("'pg_class'::regclass", "pg_class"),
    ("'0/16B3748'::pg_lsn", "0/16B3748"),
    ("'1 3'::int2vector", "1 3"),
    ("NULL::void", None),
    ("'{1:1.5,3:2}/4'::sparsevec", "{1:1.5,3:2}/4"),
]


def same(left: Any, right: Any) -> bool:
    """Equal, of one type and, for floats, of one sign; NaN is itself."""
    if isinstance(left, float):
        return type(right) is float and repr(left) == repr(right)
    if isinstance(left, list):
        return type(right) is list and len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and repr(left) == repr(right)


def every_door(store: Postgres, text: str, given: dict[str, Any] | None = None) -> list[Any]:
    """The one value of a query: typed, reviewed, reviewed again from its prepared form."""
    doors = (
        {},
        {"limit": 1},
        {"reviewed": True},
        {"reviewed": True},
        {"reviewed": True, "limit": 1},
    )
    found = [store.rows(text, given, **how).values[0][0] for how in doors]  # type: ignore[arg-type]
    with store.transaction():
        return [*found, store.rows(text, given).values[0][0]]


@pytest.fixture
def typed(relational: Postgres) -> Postgres:
    relational.write("CREATE EXTENSION vector; CREATE TYPE mood AS ENUM ('sad', 'happy')")
    relational.write("CREATE TYPE pair AS (a int, b text)")
    return relational


@pytest.mark.parametrize(("kind", "value"), KEPT)
def test_a_value_comes_back_as_it_went_in(relational: Postgres, kind: str, value: Any) -> None:
    relational.write(f"CREATE TABLE t (id int, v {kind})")
    relational.put("t", ["id", "v"], [(1, value), (3, None)])
    relational.write(f"INSERT INTO t VALUES (2, $v::{kind})", {"v": value})
    asked = [every_door(relational, f"SELECT v FROM t WHERE id = {id}") for id in (1, 2, 3)]
    asked.append(every_door(relational, f"SELECT $v::{kind}", {"v": value}))
    assert [all(same(value, seen) for seen in found) for found in asked] == [
        True,
        True,
        False,
        True,
    ]
    assert asked[2] == [None] * 6


@pytest.mark.parametrize(("literal", "text"), AS_TEXT)
def test_a_type_without_a_value_is_the_engines_text(
    typed: Postgres, literal: str, text: str | None
) -> None:
    assert every_door(typed, f"SELECT {literal}") == [text] * 6
    assert typed.frame(f"SELECT {literal} AS v")["v"].to_list() == [text]


def test_a_neighbour_does_not_change_a_value(typed: Postgres) -> None:
    text = "SELECT {} 0.1::real, 1.5::numeric, '[0.1,2]'::vector, ARRAY[0.1::real], now()"
    plain, beside = (typed.rows(text.format(more)).values[0] for more in ("", "'sad'::mood,"))
    assert beside[0] == "sad"
    assert plain[0] == beside[1] == float(np.float32(0.1))
    assert plain[3] == beside[4] == [float(np.float32(0.1))]
    assert (plain[1], plain[2].tolist()) == (beside[2], beside[3].tolist())
    assert plain[4].tzinfo == beside[5].tzinfo == UTC


def test_a_moment_is_in_utc_whatever_the_server_thinks(relational: Postgres) -> None:
    name = relational.rows("SELECT current_database()").values[0][0]
    relational.write(f"ALTER DATABASE {name} SET timezone = 'Asia/Tokyo'")
    fresh = Postgres(relational._conninfo, reader=relational._reader_conninfo)
    for door in (fresh.rows, fresh.write):
        seen = door("SELECT '2024-01-01 00:00:00'::timestamptz, now()::text")
        assert seen.values[0][0] == datetime(2024, 1, 1, tzinfo=UTC)
        assert seen.values[0][1].endswith("+00")
    fresh.close()


@pytest.mark.parametrize(
    "literal",
    ["'infinity'::timestamptz", "'-infinity'::date", "'0044-03-15 BC'::date", "'24:00'::time"],
)
def test_a_time_that_python_does_not_have_is_an_error(relational: Postgres, literal: str) -> None:
    text = f"SELECT {literal} AS v UNION ALL SELECT NULL"
    for reviewed in (False, True):
        with pytest.raises(QueryFailed, match=r"too large|too small|24"):
            relational.rows(text, reviewed=reviewed)
    with pytest.raises(NotSupported, match="'v' holds times that Python does not have"):
        relational.frame(text)
    assert relational.frame(f"SELECT ({literal})::text AS v")["v"].len() == 1


@pytest.mark.parametrize("kind", ["vector(3)", "halfvec(3)"])
def test_vectors_are_numpy_arrays_both_ways(typed: Postgres, kind: str) -> None:
    typed.write(f"CREATE TABLE t (id int, v {kind})")
    given = np.array([0.5, -2.0, 3.0], dtype=np.float64)
    forms = [given, given.astype(np.float32), list(given), tuple(given), [1, 2, 3]]
    typed.put("t", ["id", "v"], enumerate(forms))
    typed.write(f"INSERT INTO t VALUES (9, $v::{kind.split('(')[0]})", {"v": given})
    for id, wanted in [(0, given), (1, given), (2, given), (3, given), (4, [1, 2, 3]), (9, given)]:
        for seen in every_door(typed, f"SELECT v FROM t WHERE id = {id}"):
            assert (seen.dtype, seen.tolist()) == (np.float32, list(wanted))
    found = typed.rows("SELECT id FROM t ORDER BY v <=> $v::vector, id LIMIT 1", {"v": given})
    assert found.values == [(0,)]


def test_an_array_of_vectors_is_a_list_of_them(typed: Postgres) -> None:
    for seen in every_door(typed, "SELECT ARRAY['[1,2]'::vector, NULL]"):
        assert [seen[0].tolist(), seen[1]] == [[1.0, 2.0], None]


@pytest.mark.parametrize("bad", [[1, 2], [1, 2, 3, 4], [1, 2, math.nan], [1, 2, 1e300], "[1,2,3]"])
def test_a_vector_that_does_not_fit_is_refused(typed: Postgres, bad: Any) -> None:
    typed.write("CREATE TABLE t (v vector(3))")
    with pytest.raises(BadInput, match=r"dimensions|NaN|infinite|vector"):
        typed.put("t", ["v"], [([1, 2, 3],), (bad,)])
    if isinstance(bad, list):
        with pytest.raises(QueryFailed, match=r"dimensions|NaN|infinite"):
            typed.write("INSERT INTO t VALUES ($v)", {"v": np.array(bad)})
    assert typed.rows("SELECT count(*) FROM t").values == [(0,)]


def test_put_says_which_type_it_has_no_form_for(typed: Postgres) -> None:
    typed.write("CREATE TABLE t (id int, m mood)")
    with pytest.raises(NotSupported, match="type of m"):
        typed.put("t", ["id", "m"], [(1, "sad")])


@pytest.mark.parametrize(("kind", "value"), [case for case in KEPT if case[0] != "bigint[]"])
def test_a_frame_says_what_the_rows_say(relational: Postgres, kind: str, value: Any) -> None:
    text = f"SELECT $v::{kind} AS v UNION ALL SELECT NULL"
    frame = relational.frame(text, {"v": value})
    (seen, none), dtype = frame["v"].to_list(), frame["v"].dtype
    assert none is None
    if dtype == polars.String and not isinstance(value, str):
        engines_text = f"SELECT ($v::{kind})::text"
        assert seen == relational.rows(engines_text, {"v": value}).values[0][0]
    else:
        assert seen == value or repr(seen) == repr(value)
        assert relational.frame(f"{text} LIMIT 0", {"v": value}).schema["v"] == dtype


def test_a_frame_keeps_the_types_it_can(typed: Postgres) -> None:
    text = "SELECT 1::int2 a, 1::int8 b, 1::real c, now() d, '[1,2]'::vector e, 7::oid f, 1.5 g"
    dtypes = typed.frame(text + " LIMIT 0").dtypes
    assert dtypes[:3] == [polars.Int16, polars.Int64, polars.Float32]
    assert dtypes[3] == polars.Datetime("us", "UTC")
    assert dtypes[4:] == [polars.List(polars.Float32), polars.Int64, polars.String]
    assert typed.frame(text)["e"].to_list() == [[1.0, 2.0]]


def test_a_frame_refuses_to_flatten(relational: Postgres) -> None:
    text = "SELECT ARRAY[1, 2] AS flat, ARRAY[[1, 2], [3, 4]] AS deep"
    with pytest.raises(NotSupported, match=r"'deep' holds arrays of several dimensions"):
        relational.frame(text)
    assert relational.frame("SELECT '[5:6]={1,2}'::int[] AS v")["v"].to_list() == [[1, 2]]


def test_a_frame_repeats_no_name_and_needs_no_row(relational: Postgres) -> None:
    frame = relational.frame('SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS "c0" WHERE false')
    assert (frame.columns, frame.shape) == (["a", "a_3", "a_2", "c0"], (0, 4))
    assert relational.frame("SELECT FROM pg_class").shape == (0, 0)


@pytest.mark.parametrize(
    "value",
    [-1, 1.5, -0.0, math.nan, "it's \\ $v", None, True, NOW, {"a": "'"}, [1, -2], b"\0'"],
)
def test_a_frames_parameters_are_those_of_the_rows(relational: Postgres, value: Any) -> None:
    for text in ("SELECT $v::text AS v", "SELECT pg_typeof(coalesce($v, $v))::text AS v"):
        asked = relational.rows(text, {"v": value}).values[0][0]
        seen = relational.frame(text, {"v": value})["v"].to_list()[0]
        assert seen == asked or {seen, asked} == {"smallint", "integer"}
