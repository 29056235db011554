"""Given values are checked before a store is touched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from workbench.catalogue.binding import bind
from workbench.catalogue.parameters import Parameter, check_of
from workbench.catalogue.query import Query
from workbench.core.errors import BadParameters

ID = "06b016b5-2c1c-7910-8000-5dfa411cc9eb"


def taking(*types: str, kind: str = "relational", **more: Any) -> Query:
    parameters = tuple(
        Parameter(f"p{at}", t, check=check_of(t, kind)) for at, t in enumerate(types)
    )
    return Query("own/q", kind, more.get("file"), "", "", parameters=parameters)  # type: ignore[arg-type]


def one(type_name: str, value: Any, kind: str = "relational") -> Any:
    return bind(taking(type_name, kind=kind), {"p0": value})["p0"]


@pytest.mark.parametrize(
    ("type_name", "given", "bound"),
    [
        ("str", "a", "a"),
        ("int", 3, 3),
        ("int", np.int64(3), 3),
        ("float", 3, 3.0),
        ("float", np.float32(0.5), 0.5),
        ("float", float("-inf"), float("-inf")),
        ("bool", True, True),
        ("uuid", ID, UUID(ID)),
        ("uuid", UUID(ID), UUID(ID)),
        ("timestamp", "2026-11-21T12:00:00+00:00", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        ("timestamp", datetime(2026, 11, 21), datetime(2026, 11, 21)),
        ("json", {"a": [1, None]}, {"a": [1, None]}),
        ("list[str]", ("a", "b"), ["a", "b"]),
        ("list[int]", [], []),
        ("list[uuid]", [ID], [UUID(ID)]),
        ("vector", "Quokkas", "Quokkas"),
        ("identifier", "a b`c", "a b`c"),
    ],
)
def test_a_fitting_value_is_bound(type_name: str, given: Any, bound: Any) -> None:
    found = one(type_name, given)

    assert found == bound
    assert type(found) is type(bound)


@pytest.mark.parametrize(
    ("type_name", "given"),
    [
        ("str", 1),
        ("str", None),
        ("int", True),
        ("int", 1.0),
        ("int", "1"),
        ("float", True),
        ("float", "0.8"),
        ("float", float("nan")),
        ("float", 10**400),
        ("bool", 1),
        ("uuid", "no uuid"),
        ("uuid", 7),
        ("timestamp", "yesterday"),
        ("timestamp", 1795168794.7),
        ("json", {"a": {1, 2}}),
        ("json", [float("nan")]),
        ("list[str]", "ab"),
        ("list[str]", ["a", 1]),
        ("list[int]", [1, True]),
        ("list[uuid]", ["no uuid"]),
        ("vector", []),
        ("vector", [[1.0, 2.0]]),
        ("vector", [1.0, "2"]),
        ("vector", [True, False]),
        ("vector", [1.0, float("nan")]),
        ("vector", [1.0, float("inf")]),
        ("vector", [1e300]),
        ("vector", None),
        ("identifier", ""),
        ("identifier", "a\0b"),
        ("identifier", "x" * 64),
        ("identifier", 1),
    ],
)
def test_an_unfitting_value_is_refused_with_type_and_value(type_name: str, given: Any) -> None:
    with pytest.raises(BadParameters) as error:
        one(type_name, given)

    assert f"own/q: `p0` takes {type_name}, got {type(given).__name__} " in str(error.value)


@pytest.mark.parametrize("given", [[1, 2.5], (1, 2.5), np.array([1, 2.5])])
def test_a_vector_becomes_single_precision(given: Any) -> None:
    found = one("vector", given)

    assert found.dtype == np.float32
    assert found.tolist() == [1.0, 2.5]


def test_a_graph_gets_what_bolt_can_carry() -> None:
    assert one("vector", np.array([0.5]), "graph") == [0.5]
    assert one("uuid", UUID(ID), "graph") == ID
    assert one("list[uuid]", [ID], "graph") == [ID]


def test_a_unicode_escape_cannot_close_a_cypher_identifier() -> None:
    with pytest.raises(BadParameters, match="decode inside names"):
        one("identifier", r"a\u0060) DETACH DELETE n //", "graph")


def test_every_fault_is_told_at_once_with_what_the_query_takes() -> None:
    with pytest.raises(BadParameters) as error:
        bind(taking("str", "int", "str"), {"p1": "x", "p00": 1, "p2": "a"})

    assert str(error.value) == (
        "own/q: `p00` is unknown (did you mean `p0`?); `p0` is missing; "
        "`p1` takes int, got str 'x'. It takes: p0: str, p1: int, p2: str"
    )


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(BadParameters) as error:
        one("int", [0.5] * 10_000)

    assert len(str(error.value)) < 200


def test_defaults_are_filled_in_and_an_optional_parameter_may_be_none() -> None:
    query = Query(
        "own/q",
        "relational",
        taking().file,
        "",
        "",
        parameters=(
            Parameter("top", "int", required=False, default=10, check=check_of("int", "x")),
            Parameter("name", "str", required=False, check=check_of("str", "x", optional=True)),
        ),
    )

    assert bind(query, {}) == {"top": 10, "name": None}
    assert bind(query, {"name": None, "top": 3}) == {"top": 3, "name": None}
    with pytest.raises(BadParameters):
        bind(query, {"top": None})


def test_a_query_without_parameters_refuses_any() -> None:
    with pytest.raises(BadParameters, match=r"`x` is unknown\. It takes: no parameters"):
        bind(taking(), {"x": 1})
