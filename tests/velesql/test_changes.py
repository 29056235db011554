"""INSERT, UPDATE, DELETE of rows, nodes and edges: what is stored, and what is refused."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.velesql.contents import contents, edges, points
from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import (
    Definition,
    EdgeRule,
    Kind,
    NodeRule,
    VectorSpace,
)
from workbench.core.errors import VelesFailed
from workbench.velesql.answering import answer
from workbench.velesql.executing.result import Result

SCHEMA = (
    NodeRule("Person", (("name", "STRING"), ("born", "INTEGER"), ("height", "FLOAT"))),
    NodeRule("House", (("listed", "BOOLEAN"), ("corner", "VECTOR"))),
    EdgeRule("OWNS", "Person", "House"),
    EdgeRule("OWNS", "House", "House"),
)


def made(name: str, kind: Kind, dimension: int | None = None, **more: Any) -> Definition:
    vectors = {"vector": VectorSpace(dimension)} if dimension else {}
    return replace(Definition(name, kind, vectors=vectors), **more)


@pytest.fixture
def database() -> InMemory:
    found = InMemory()
    found.create(made("shop", "metadata"))
    found.create(made("works", "vector", 2))
    found.create(made("free", "graph", 2))
    found.create(made("deeds", "graph", schema=SCHEMA))
    found.create(made("named", "metadata", ids="text"))
    found.create(made("bare", "graph"))
    spaces = {"title": VectorSpace(2), "cover": VectorSpace(3, "dot")}
    found.create(made("books", "vector", vectors=spaces))
    return found


def run(database: InMemory, text: str, **parameters: Any) -> Result:
    return answer(text, parameters, database)


def code(database: InMemory, text: str, parameters: dict[str, Any] | None = None) -> str:
    with pytest.raises(VelesFailed) as caught:
        answer(text, parameters or {}, database)
    assert caught.value.statement == text
    return caught.value.code


def stored(database: InMemory, name: str) -> dict[Any, Any]:
    """Payloads by id."""
    return {id: point[0] for id, point in points(database.mirror(name)).items()}


def owners(database: InMemory) -> None:
    run(database, """INSERT NODE INTO deeds (id = 1, payload = '{"_labels": ["Person"]}')""")
    run(database, "INSERT NODE INTO deeds (id = 2, _labels = $l)", l=["House"])
    run(database, "INSERT EDGE INTO deeds (id = 3, source = 1, target = 2, label = 'OWNS')")


def test_values_keep_their_types(database: InMemory) -> None:
    given = {
        "n": 2**63 + 1, "f": np.float32(0.5), "b": True, "z": None, "t": "ü'\"",
        "a": np.arange(3), "o": {"k": [1.5, {"x": None}]},
    }  # fmt: skip
    text = "INSERT INTO shop (id, n, f, b, z, t, a, o) VALUES (1, $n, $f, $b, $z, $t, $a, $o)"
    answer(text, given, database)

    want = given | {"f": 0.5, "a": [0, 1, 2]}
    assert stored(database, "shop") == {1: want}
    assert type(stored(database, "shop")[1]["b"]) is bool


def test_insert_replaces_a_point_whole(database: InMemory) -> None:
    run(database, "INSERT INTO works (id, vector, sparse, a) VALUES (1, [1, 2], {3: 1}, 'old')")
    run(database, "UPSERT INTO works (id, vector, b) VALUES (1, $v, 'new')", v=[3, 4])

    assert points(database.mirror("works")) == {1: ({"b": "new"}, {"vector": [3, 4]}, {"": None})}


def test_of_two_rows_with_one_id_the_later_is_stored(database: InMemory) -> None:
    result = run(database, "INSERT INTO shop (id, a) VALUES (1, 'first'), (2, 'x'), (1, 'last')")

    assert stored(database, "shop") == {1: {"a": "last"}, 2: {"a": "x"}}
    assert (result.columns, list(result.values), result.affected) == (("affected",), [(2,)], 2)


def test_the_largest_id_is_exact(database: InMemory) -> None:
    run(database, "INSERT INTO shop (id) VALUES (18446744073709551615)")

    assert list(stored(database, "shop")) == [2**64 - 1]


def test_text_ids_where_the_collection_has_them(database: InMemory) -> None:
    run(database, "INSERT INTO named (id, n) VALUES ('b', 1), ('a', 2)")

    assert stored(database, "named") == {"a": {"n": 2}, "b": {"n": 1}}
    assert code(database, "INSERT INTO named (id) VALUES (1)") == "VELES-010"
    assert code(database, "INSERT INTO shop (id) VALUES ('1')") == "VELES-010"


def test_a_payload_is_an_object_as_text_or_as_parameter(database: InMemory) -> None:
    run(database, """INSERT NODE INTO free (id = 7, payload = '{"a": [1]}', b = 2)""")
    run(database, "INSERT NODE INTO free (id = 8, payload = $p)", p={"c": {"d": 1}})

    assert stored(database, "free") == {7: {"a": [1], "b": 2}, 8: {"c": {"d": 1}}}


def test_named_vectors_and_sparse_vectors(database: InMemory) -> None:
    text = "INSERT INTO books (id, vector, cover, sparse, lex) VALUES (1, [1, 2], $c, $s, {4: 1})"
    run(database, text, c=np.ones(3, np.float32), s={"words": {"2": 0.5}})

    want = {"title": [1, 2], "cover": [1, 1, 1]}
    assert points(database.mirror("books"))[1] == ({}, want, {"words": {2: 0.5}, "lex": {4: 1.0}})


def test_a_node_may_do_without_a_vector(database: InMemory) -> None:
    run(database, "INSERT INTO free (id, vector) VALUES (1, NULL), (2, [1, 0])")

    assert [one[1]["vector"] for one in points(database.mirror("free")).values()] == [None, [1, 0]]


def test_update_merges_fields_and_keeps_the_rest(database: InMemory) -> None:
    run(database, "INSERT INTO works (id, vector, sparse, a) VALUES (1, [1, 2], {3: 1}, 'old')")
    run(database, "INSERT EDGE INTO works (source = 1, target = 1, label = 'SELF')")
    result = run(database, "UPDATE works SET b = NULL, a = 'new' WHERE a = 'old'")

    want = {"a": "new", "b": None}, {"vector": [1, 2]}, {"": {3: 1.0}}
    assert points(database.mirror("works")) == {1: want}
    assert edges(database.mirror("works")) == {1: (1, 1, "SELF", {})}
    assert result.affected == 1


def test_update_takes_vectors_away_and_sets_them(database: InMemory) -> None:
    run(
        database,
        "INSERT INTO free (id, vector, sparse) VALUES (1, [1, 2], {3: 1}), (2, NULL, NULL)",
    )
    run(database, "UPDATE free SET vector = NULL, sparse = NULL WHERE id = 1")
    run(database, "UPDATE free SET vector = [5, 6] WHERE id = 2")

    found = points(database.mirror("free"))
    assert [found[id][1]["vector"] for id in (1, 2)] == [None, [5, 6]]
    assert found[1][2] == {"": None}


def test_update_without_a_condition_changes_every_row(database: InMemory) -> None:
    run(database, "INSERT INTO shop (id, n) VALUES (1, 1), (2, 2), (3, 3)")

    assert run(database, "UPDATE shop SET n = 0").affected == 3
    assert run(database, "UPDATE shop SET n = 1 WHERE n > 5").affected == 0
    assert stored(database, "shop") == {id: {"n": 0} for id in (1, 2, 3)}


def test_delete_by_any_condition(database: InMemory) -> None:
    run(database, "INSERT INTO shop (id, n) VALUES (1, 1), (2, NULL), (3, 3), (4, 4)")

    assert run(database, "DELETE FROM shop WHERE NOT n > 3 OR id = 4").affected == 3
    assert stored(database, "shop") == {2: {"n": None}}
    assert run(database, "DELETE FROM shop WHERE id = 1").affected == 0


def test_a_deleted_point_takes_its_edges_along(database: InMemory) -> None:
    run(database, "INSERT INTO bare (id) VALUES (1), (2), (3)")
    for source, target in ((1, 2), (2, 3), (3, 1)):
        text = "INSERT EDGE INTO bare (source = $s, target = $t, label = 'TO')"
        run(database, text, s=source, t=target)
    run(database, "DELETE FROM bare WHERE id = 1")

    assert edges(database.mirror("bare")) == {2: (2, 3, "TO", {})}


def test_an_edge_without_id_gets_the_next(database: InMemory) -> None:
    owners(database)
    result = run(database, "INSERT EDGE INTO deeds (source = 2, target = 2, label = 'OWNS')")

    assert (result.columns, list(result.values)) == (("affected", "edge_id"), [(1, 4)])
    run(database, "DELETE EDGE 4 FROM deeds")
    run(database, "DELETE EDGE $e FROM deeds", e=np.int64(3))
    assert edges(database.mirror("deeds")) == {}


def test_properties_of_an_edge_keep_their_types(database: InMemory) -> None:
    run(database, "INSERT INTO bare (id) VALUES (1)")
    text = (
        "INSERT EDGE INTO bare (source = 1, target = 1, label = $l) WITH PROPERTIES (a = 1, b = $b)"
    )
    run(database, text, l="A B", b=[True, None])

    assert edges(database.mirror("bare")) == {1: (1, 1, "A B", {"a": 1, "b": [True, None]})}


def test_what_fits_a_schema_is_stored(database: InMemory) -> None:
    owners(database)
    run(database, "UPDATE deeds SET name = 'Ona', born = 1880, height = 2 WHERE id = 1")
    run(database, "UPDATE deeds SET corner = [1, 2], listed = TRUE, free = 'x' WHERE id = 2")

    assert stored(database, "deeds")[1] == {
        "_labels": ["Person"], "name": "Ona", "born": 1880, "height": 2,
    }  # fmt: skip


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


def test_a_run_of_changes_gives_what_a_dictionary_gives(database: InMemory) -> None:
    dice = random.Random(7)
    model: dict[int, dict[str, Any]] = {}
    for _ in range(300):
        id, n, low = dice.randrange(30), dice.choice([None, 0, 1, 2, 3]), dice.randrange(4)
        given = {"id": id, "n": n, "low": low}
        touched = [i for i, one in model.items() if one["n"] is not None and one["n"] >= low]
        match dice.choice(["INSERT", "INSERT", "UPDATE", "DELETE"]):
            case "INSERT":
                run(database, "INSERT INTO shop (id, n) VALUES ($id, $n)", **given)
                model[id] = {"n": n}
            case "UPDATE":
                run(database, "UPDATE shop SET n = $n, seen = TRUE WHERE n >= $low", **given)
                model |= {one: {"n": n, "seen": True} for one in touched}
            case _ if dice.random() < 0.3:
                run(database, "DELETE FROM shop WHERE n >= $low", **given)
                model = {i: one for i, one in model.items() if i not in touched}
    assert stored(database, "shop") == dict(sorted(model.items()))
    assert len(model) > 5
