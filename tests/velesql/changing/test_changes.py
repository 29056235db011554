"""INSERT, UPDATE, DELETE of rows, nodes and edges: what is stored."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from tests.velesql.changing.stating import code, owners, run, stored
from tests.velesql.contents import edges, points
from tests.velesql.in_memory import InMemory


def test_values_keep_their_types(database: InMemory) -> None:
    given = {
        "n": 2**63 + 1, "f": np.float32(0.5), "b": True, "z": None, "t": "ü'\"",
        "a": np.arange(3), "o": {"k": [1.5, {"x": None}]},
    }  # fmt: skip
    text = "INSERT INTO shop (id, n, f, b, z, t, a, o) VALUES (1, $n, $f, $b, $z, $t, $a, $o)"
    run(database, text, **given)

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
