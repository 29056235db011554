"""INSERT, UPDATE, DELETE of rows, nodes and edges: what is refused, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.changing.stating import code, owners, run, stored
from tests.velesql.contents import contents
from tests.velesql.in_memory import InMemory

REFUSED = [
    ("INSERT INTO shop (n) VALUES (1)", "VELES-010"),
    ("INSERT INTO shop (id) VALUES (-1)", "VELES-010"),
    ("INSERT INTO shop (id) VALUES (1.5)", "VELES-010"),
    ("INSERT INTO shop (id) VALUES (TRUE)", "VELES-010"),
    ("INSERT INTO shop (id) VALUES (NULL)", "VELES-010"),
    ("INSERT INTO shop (id) VALUES (18446744073709551616)", "VELES-010"),
    ("INSERT INTO shop (id, a, a) VALUES (1, 2, 3)", "VELES-010"),
    ("INSERT INTO shop (id, a) VALUES (9, 1), ('x', 2)", "VELES-010"),
    ("INSERT INTO shop (id, vector) VALUES (1, [1, 2])", "VELES-014"),
    ("INSERT INTO shop (id, s) VALUES (1, {1: 2})", "VELES-014"),
    ("INSERT INTO shop (id, payload) VALUES (1, 'no json')", "VELES-012"),
    ("INSERT INTO shop (id, payload) VALUES (1, '[1]')", "VELES-012"),
    ("INSERT INTO shop (id, payload) VALUES (1, '{\"a\": NaN}')", "VELES-012"),
    ("INSERT NODE INTO shop (id = 1)", "VELES-018"),
    ("INSERT EDGE INTO shop (source = 1, target = 1, label = 'A')", "VELES-018"),
    ("INSERT INTO works (id, a) VALUES (9, 1)", "VELES-016"),
    ("INSERT INTO works (id, vector) VALUES (8, [1, 2]), (9, NULL)", "VELES-016"),
    ("INSERT INTO works (id, vector) VALUES (8, [1, 2]), (9, [1, 2, 3])", "VELES-004"),
    ("INSERT INTO works (id, vector) VALUES (9, [1e39, 0])", "VELES-005"),
    ("INSERT INTO works (id, vector) VALUES (9, 'text')", "E006"),
    ("INSERT INTO books (id, cover) VALUES (9, [1, 2, 3])", "VELES-016"),
    ("UPDATE works SET vector = NULL", "VELES-016"),
    ("UPDATE works SET vector = [1]", "VELES-004"),
    ("UPDATE works SET id = 5", "VELES-010"),
    ("UPDATE works SET a = 1, a = 2", "VELES-010"),
    ("UPDATE shop SET a = $missing", "E005"),
    ("UPDATE nowhere SET a = 1", "VELES-002"),
    ("DELETE EDGE 77 FROM works", "VELES-020"),
    ("INSERT EDGE INTO works (id = 5, source = 1, target = 2, label = 'A')", "VELES-019"),
    ("INSERT EDGE INTO works (source = 1, target = 9, label = 'A')", "VELES-022"),
    ("INSERT EDGE INTO works (source = 'x', target = 1, label = 'A')", "VELES-010"),
    ("INSERT EDGE INTO works (source = 1, target = 1, label = 5)", "VELES-021"),
    ("INSERT EDGE INTO works (id = -1, source = 1, target = 1, label = 'A')", "VELES-010"),
    ("""INSERT NODE INTO deeds (id = 9, payload = '{"_labels": ["Ghost"]}')""", "VELES-017"),
    ("INSERT NODE INTO deeds (id = 9, _labels = 'Person')", "VELES-017"),
    ("INSERT NODE INTO deeds (id = 1, name = 'unlabelled, and an owner')", "VELES-017"),
    ("UPDATE deeds SET name = 5 WHERE id = 1", "VELES-017"),
    ("UPDATE deeds SET born = 1.5 WHERE id = 1", "VELES-017"),
    ("UPDATE deeds SET born = TRUE WHERE id = 1", "VELES-017"),
    ("UPDATE deeds SET height = '2'", "VELES-017"),
    ("UPDATE deeds SET listed = 1 WHERE id = 2", "VELES-017"),
    ("UPDATE deeds SET corner = 'x' WHERE id = 2", "VELES-017"),
    ("INSERT EDGE INTO deeds (source = 2, target = 1, label = 'OWNS')", "VELES-017"),
    ("INSERT EDGE INTO deeds (source = 1, target = 2, label = 'HAS')", "VELES-017"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_what_is_refused_leaves_everything_as_it_was(
    database: InMemory, text: str, expected: str
) -> None:
    owners(database)
    run(database, "INSERT INTO works (id, vector) VALUES (1, [1, 0]), (2, [0, 1])")
    run(database, "INSERT EDGE INTO works (id = 5, source = 1, target = 2, label = 'A')")
    before = contents(database)

    assert code(database, text) == expected
    assert contents(database) == before


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), [1, {"a": float("nan")}], "a\0b", "\ud800", {"\0": 1}, [10**4300]],
)
def test_what_cannot_be_stored_is_refused(database: InMemory, value: Any) -> None:
    text = "INSERT INTO shop (id, a) VALUES (1, $a)"

    assert code(database, text, {"a": value}) == "VELES-012"
    assert stored(database, "shop") == {}


@pytest.mark.parametrize(
    "id", [2**64, 10**5000, -(10**5000), True, "1", None, 1.0], ids=lambda one: type(one).__name__
)
def test_what_is_no_id_is_refused(database: InMemory, id: Any) -> None:
    assert code(database, "INSERT INTO shop (id) VALUES ($i)", {"i": id}) == "VELES-010"
    assert code(database, "DELETE EDGE $i FROM works", {"i": id}) == "VELES-010"


def test_a_value_nested_without_end_is_refused(database: InMemory) -> None:
    value: list[Any] = []
    value.append(value)

    assert code(database, "UPDATE shop SET a = $a", {"a": value}) in ("E007", "VELES-012")


def test_no_edge_id_is_left_above_the_largest(database: InMemory) -> None:
    run(database, "INSERT INTO bare (id) VALUES (1)")
    text = "INSERT EDGE INTO bare (id = $e, source = 1, target = 1, label = 'A')"
    run(database, text, e=2**64 - 1)

    assert code(database, text.replace("id = $e, ", "")) == "VELES-023"
