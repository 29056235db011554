"""Collections and indexes: made, changed, emptied, dropped, told of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.contents import contents, points
from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import EdgeRule, NodeRule, VectorSpace
from workbench.core.errors import VelesFailed
from workbench.velesql.answering import answer


def rows(database: InMemory, text: str, **parameters: Any) -> list[dict[str, Any]]:
    result = answer(text, parameters, database)
    return [dict(zip(result.columns, row, strict=True)) for row in result.values]


def refused(database: InMemory, text: str) -> tuple[str, str]:
    with pytest.raises(VelesFailed) as caught:
        answer(text, {}, database)
    return caught.value.code, str(caught.value)


@pytest.fixture
def database() -> InMemory:
    found = InMemory()
    rows(
        found,
        "CREATE COLLECTION works (dimension = 4, metric = 'l2') WITH (storage = 'sq8', m = 16)",
    )
    rows(found, "CREATE METADATA COLLECTION `a-b_1`")
    return found


def test_a_collection_is_as_it_was_created(database: InMemory) -> None:
    works = database.definitions()["works"]

    assert (works.kind, works.ids, works.schema) == ("vector", "integer", None)
    assert works.vectors == {"vector": VectorSpace(4, "euclidean")}
    assert works.options == {"storage": "sq8", "m": 16}
    assert database.definitions()["a-b_1"].vectors == {}


def test_a_graph_has_the_schema_and_the_vectors_that_it_was_given(database: InMemory) -> None:
    schema = "(NODE P (name: STRING), NODE H, EDGE OWNS FROM P TO H)"
    rows(database, f"CREATE GRAPH COLLECTION deeds (dimension = 2) WITH SCHEMA {schema}")
    rows(database, "CREATE GRAPH COLLECTION any SCHEMALESS")

    deeds, free = (database.definitions()[name] for name in ("deeds", "any"))
    want = NodeRule("P", (("name", "STRING"),)), NodeRule("H"), EdgeRule("OWNS", "P", "H")
    assert (deeds.schema, deeds.space) == (want, VectorSpace(2))
    assert (free.schema, free.space) == (None, None)


def test_collections_are_told_by_name(database: InMemory) -> None:
    rows(database, "CREATE GRAPH COLLECTION g")

    assert rows(database, "SHOW COLLECTIONS") == [
        {"name": "a-b_1", "type": "metadata"},
        {"name": "g", "type": "graph"},
        {"name": "works", "type": "vector"},
    ]


def test_a_collection_tells_what_it_is(database: InMemory) -> None:
    rows(database, "INSERT INTO works (id, vector) VALUES (1, [1, 2, 3, 4]), (2, [1, 2, 3, 4])")
    rows(database, "DELETE FROM works WHERE id = 1")

    assert rows(database, "DESCRIBE COLLECTION works") == [
        {"name": "works", "type": "vector", "point_count": 1, "dimension": 4, "metric": "euclidean"}
    ]
    assert rows(database, "DESCRIBE `a-b_1`") == [
        {"name": "a-b_1", "type": "metadata", "point_count": 0}
    ]


def test_a_dropped_collection_is_gone(database: InMemory) -> None:
    assert rows(database, "DROP COLLECTION works") == [{"status": "dropped"}]
    assert rows(database, "DROP COLLECTION IF EXISTS works") == [{"status": "absent"}]
    assert refused(database, "DROP COLLECTION works")[0] == "VELES-002"
    assert list(database.definitions()) == ["a-b_1"]


def test_one_made_anew_under_an_old_name_is_empty(database: InMemory) -> None:
    rows(database, "INSERT INTO works (id, vector) VALUES (1, [1, 2, 3, 4])")
    rows(database, "DROP COLLECTION works")
    rows(database, "CREATE COLLECTION works (dimension = 2)")
    rows(database, "INSERT INTO works (id, vector) VALUES (2, [1, 2])")

    assert list(points(database.mirror("works"))) == [2]


def test_indexes_may_be_made_and_dropped_again_and_again(database: InMemory) -> None:
    for field in ("year", "works.payload.year", "meta.room", "year"):
        rows(database, f"CREATE INDEX ON works ({field})")
    assert database.definitions()["works"].indexes == (("year",), ("meta", "room"))

    for field in ("payload.year", "year", "never"):
        rows(database, f"DROP INDEX ON works ({field})")
    assert database.definitions()["works"].indexes == (("meta", "room"),)


def test_only_auto_reindex_can_be_altered(database: InMemory) -> None:
    rows(database, "ALTER COLLECTION works SET (auto_reindex = true)")

    assert database.definitions()["works"].options["auto_reindex"] is True
    for given in ("auto_reindex = 1", "auto_reindx = true", "auto_reindex = true, m = 3"):
        assert refused(database, f"ALTER COLLECTION works SET ({given})")[0] == "VELES-010"


def test_what_says_nothing_new_leaves_the_generation(database: InMemory) -> None:
    rows(database, "CREATE INDEX ON works (year)")
    generation = database.generation

    rows(database, "CREATE INDEX ON works (year)")
    rows(database, "DROP INDEX ON works (other)")
    rows(database, "INSERT INTO works (id, vector) VALUES (1, [1, 2, 3, 4])")
    assert database.generation == generation


def test_truncate_counts_what_it_takes(database: InMemory) -> None:
    rows(database, "INSERT INTO works (id, vector) VALUES (1, [1, 2, 3, 4]), (2, [1, 2, 3, 4])")
    rows(database, "INSERT EDGE INTO works (source = 1, target = 2, label = 'A')")

    assert rows(database, "TRUNCATE COLLECTION works") == [{"deleted_count": 2}]
    assert rows(database, "TRUNCATE works") == [{"deleted_count": 0}]
    assert contents(database)["works"][1:] == ({}, {})


def test_flush_analyze_and_train_answer_with_one_row(database: InMemory) -> None:
    rows(database, "INSERT INTO works (id, vector) VALUES (1, [1, 2, 3, 4])")

    assert rows(database, "FLUSH FULL works") == [{"status": "flushed", "full": True}]
    assert rows(database, "FLUSH") == [{"status": "flushed", "full": False}]
    assert rows(database, "ANALYZE works")[0]["collection"] == "works"
    trained = rows(
        database, "TRAIN QUANTIZER ON works WITH (m = 2, k = 4, type = opq, force = true)"
    )
    assert trained[0]["status"] == "trained"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("CREATE COLLECTION works (dimension = 4)", "VELES-001", "'works'"),
        ("CREATE METADATA COLLECTION works", "VELES-001", "'works'"),
        ("CREATE COLLECTION w (dimension = 0)", "VELES-032", "at least 1"),
        ("CREATE COLLECTION w (dimension = -3)", "VELES-032", "-3"),
        ("CREATE GRAPH COLLECTION w (dimension = 4097)", "VELES-027", "4096"),
        ("CREATE COLLECTION w (dimension = 2, metric = 'cosin')", "E001", "COSINE"),
        ("CREATE METADATA COLLECTION `ü`", "VELES-034", "letters"),
        ("CREATE METADATA COLLECTION `a.b`", "VELES-034", "'a.b'"),
        ("CREATE COLLECTION w (dimension = 2) WITH (storge = 'pq')", "VELES-009", "storage"),
        ("CREATE COLLECTION w (dimension = 2) WITH (storage = 'zip')", "VELES-009", "sq8"),
        ("CREATE COLLECTION w (dimension = 2) WITH (m = 4, m = 8)", "VELES-010", "twice"),
        ("CREATE COLLECTION w (dimension = 2) WITH (m = true)", "VELES-009", "whole number"),
        ("CREATE GRAPH COLLECTION w WITH SCHEMA (EDGE A FROM B TO C)", "VELES-017", "none"),
        ("CREATE GRAPH COLLECTION w WITH SCHEMA (NODE A, NODE A)", "VELES-017", "twice"),
        ("TRAIN QUANTIZER ON `a-b_1`", "VELES-015", "no vectors"),
        ("TRAIN QUANTIZER ON works WITH (m = 3)", "VELES-028", "4"),
        ("TRAIN QUANTIZER ON works WITH (type = 'qp')", "VELES-009", "pq"),
        ("DESCRIBE work", "VELES-002", "did you mean works?"),
        ("FLUSH work", "VELES-002", "did you mean works?"),
        ("CREATE INDEX ON work (a)", "VELES-002", "did you mean works?"),
    ],
)
def test_what_is_refused_changes_no_definition(
    database: InMemory, text: str, code: str, told: str
) -> None:
    before = contents(database), database.generation

    found = refused(database, text)
    assert found[0] == code
    assert told.lower() in found[1].lower()
    assert (contents(database), database.generation) == before


def test_there_is_room_for_a_thousand_collections() -> None:
    database = InMemory()
    for at in range(1000):
        rows(database, f"CREATE METADATA COLLECTION c{at}")

    assert refused(database, "CREATE METADATA COLLECTION one_more")[0] == "VELES-027"
