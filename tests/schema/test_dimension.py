"""Changing the dimension of Vedana's vectors."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import pytest

from tests.schema.snapshots import snapshot
from workbench.core.errors import BadInput
from workbench.schema import change_dimension, migrate, recognise, vector_space
from workbench.schema.dimension import Embed
from workbench.stores.relational.postgres import Postgres

STORED = """
SELECT node_id, attribute_value, embedding::text AS embedding
FROM rag_anchor_embeddings ORDER BY node_id, node_type, attribute_name
"""


def embedding(dimension: int, calls: list[Sequence[str]] | None = None) -> Embed:
    """A deterministic embedding of small whole numbers, which every float holds exactly."""

    def embed(texts: Sequence[str]) -> list[list[float]]:
        if calls is not None:
            calls.append(texts)
        digests = [blake2b(text.encode(), digest_size=32).digest() for text in texts]
        return [[float(d[i % 32]) + i // 32 for i in range(dimension)] for d in digests]

    return embed


@pytest.fixture
def small(relational: Postgres) -> Postgres:
    """Two vectors of one text, one of another, one on an edge."""
    migrate(relational, dimension=3)
    relational.write(
        "INSERT INTO rag_anchor_embeddings VALUES ('a', 't', 'name', 'Chess', '[1,2,3]'),"
        "('b', 't', 'name', 'Chess', '[1,2,3]'), ('c', 't', 'name', 'Go', '[0,0,0]');"
        "INSERT INTO rag_edge_embeddings VALUES ('a', 'b', 'likes', 'note', 'Go', '[0,0,0]')"
    )
    return relational


def test_every_vector_of_a_recorded_database_is_made_anew(sample: Postgres) -> None:
    migrate(sample, ("workbench",))
    indexes = snapshot(sample)["indexes"]
    change = change_dimension(sample, 40, embed=embedding(40), model="hash 1")
    assert change.vectors == {"rag_anchor_embeddings": 1114, "rag_edge_embeddings": 0}
    rows = sample.rows(STORED).values
    made = embedding(40)([text for _, text, _ in rows])
    assert [[float(x) for x in stored[1:-1].split(",")] for *_, stored in rows] == made
    assert snapshot(sample)["indexes"] == indexes
    assert set(recognise(sample).dimensions.values()) == {40}


def test_the_nearest_vectors_are_found_through_the_new_index(sample: Postgres) -> None:
    migrate(sample, ("workbench",))
    change_dimension(sample, 40, embed=embedding(40), model="hash 1")
    asked = {"q": str(embedding(40)(["Quokkas"])[0])}
    nearest = (
        "SELECT attribute_value FROM rag_anchor_embeddings "
        "ORDER BY embedding <=> $q::text::vector LIMIT 1"
    )
    with sample.transaction():
        sample.write("SET LOCAL enable_seqscan = off")
        plan = str(sample.write(f"EXPLAIN {nearest}", asked).values)
        assert "rag_anchor_embeddings_hnsw_idx" in plan
        assert sample.rows(nearest, asked).values == [("Quokkas",)]


def test_each_text_is_embedded_once(small: Postgres) -> None:
    calls: list[Sequence[str]] = []
    change = change_dimension(small, 5, embed=embedding(5, calls), model="m")
    assert calls == [["Chess", "Go"]]
    assert change.vectors == {"rag_anchor_embeddings": 3, "rag_edge_embeddings": 1}


def test_large_tables_are_embedded_in_batches(small: Postgres) -> None:
    small.write(
        "INSERT INTO rag_anchor_embeddings "
        "SELECT i, 't', 'name', i, '[1,1,1]' FROM generate_series(1, 2047) AS i"
    )
    calls: list[Sequence[str]] = []
    change_dimension(small, 2, embed=embedding(2, calls), model="m")
    assert [len(texts) for texts in calls] == [2048, 1]


def test_the_model_and_dimension_are_recorded_for_both_tables(small: Postgres) -> None:
    change_dimension(small, 5, embed=embedding(5), model="hash 1")
    for table in ("rag_anchor_embeddings", "rag_edge_embeddings"):
        space = vector_space(small, table)
        assert space is not None
        assert (space.model, space.dimension) == ("hash 1", 5)


def test_the_same_dimension_of_another_model_replaces_the_vectors(small: Postgres) -> None:
    change_dimension(small, 3, embed=lambda texts: [[7, 8, 9]] * len(texts), model="m")
    assert set(small.rows(STORED).column("embedding")) == {"[7,8,9]"}


def test_empty_tables_change_without_an_embedding(relational: Postgres) -> None:
    migrate(relational)
    change = change_dimension(relational, 768, embed=None, model="m")
    assert change.vectors == {"rag_anchor_embeddings": 0, "rag_edge_embeddings": 0}
    assert set(recognise(relational).dimensions.values()) == {768}


def test_above_2000_dimensions_there_is_no_index_until_it_shrinks_again(small: Postgres) -> None:
    wide = change_dimension(small, 2001, embed=embedding(2001), model="m")
    assert (wide.indexes, wide.note) == (
        (),
        "no vector index: pgvector builds none above 2000 dimensions",
    )
    narrow = change_dimension(small, 2000, embed=embedding(2000), model="m")
    both = ("rag_anchor_embeddings_hnsw_idx", "rag_edge_embeddings_hnsw_idx")
    assert (narrow.indexes, narrow.note) == (both, "")


def test_an_index_with_settings_of_its_own_keeps_them(small: Postgres) -> None:
    small.write(
        "DROP INDEX rag_anchor_embeddings_hnsw_idx; CREATE INDEX tuned ON rag_anchor_embeddings "
        "USING hnsw (embedding vector_cosine_ops) WITH (m = 8)"
    )
    change = change_dimension(small, 5, embed=embedding(5), model="m")
    assert change.indexes == ("tuned", "rag_edge_embeddings_hnsw_idx")
    defined = {name: str(text) for _, name, text in snapshot(small)["indexes"]}
    assert defined["tuned"].endswith("WITH (m='8')")


def test_the_vectors_of_a_lore_engine_change_with_the_others(small: Postgres) -> None:
    migrate(small, ("lore",), dimension=3)
    small.write(
        "INSERT INTO lore_chunks (id, source_id, text, text_hash, embedding)"
        " VALUES ('chk_1', 'src_1', 'Go', 'x', '[0,0,0]')"
    )
    change = change_dimension(small, 5, embed=embedding(5), model="m")
    assert {**change.vectors} == {
        "rag_anchor_embeddings": 3, "rag_edge_embeddings": 1,
        "lore_chunks": 1, "messages": 0, "domain_summaries": 0,
    }  # fmt: skip
    stored = small.rows("SELECT embedding FROM lore_chunks").column("embedding")
    assert [list(vector) for vector in stored] == embedding(5)(["Go"])


def test_a_bench_with_lore_alone_changes_its_three_tables(relational: Postgres) -> None:
    migrate(relational, ("workbench", "lore"), dimension=3)
    change = change_dimension(relational, 768, embed=None, model="m")
    assert list(change.vectors) == ["lore_chunks", "messages", "domain_summaries"]
    assert set(recognise(relational).dimensions.values()) == {768}


REFUSED = {
    "no embed": (4, None, "m", "expected a function `embed`"),
    "another length": (4, embedding(5), "m", "2 vectors of 4 numbers, found 2 of 5 numbers"),
    "too few": (4, lambda texts: [[1] * 4], "m", "2 vectors of 4 numbers, found 1 of 4"),
    "one vector": (4, lambda texts: [1, 2, 3, 4], "m", "found 4 of 1 numbers"),
    "uneven": (2, lambda texts: [[1, 2], [1]], "m", "found 2 of 1 and 2 numbers"),
    "infinite": (1, lambda texts: [[1e39], [0]], "m", "NaN or infinity"),
    "no model": (4, embedding(4), " ", "expected the embedding model's name"),
    "too small": (0, embedding(0), "m", "expected 1 to 16000"),
    "too large": (16_001, embedding(1), "m", "expected 1 to 16000"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_stored_changes_nothing(small: Postgres, case: str) -> None:
    dimension, embed, model, expected = REFUSED[case]
    before = snapshot(small), small.rows(STORED).values
    with pytest.raises(BadInput, match=expected):
        change_dimension(small, dimension, embed=embed, model=model)  # type: ignore[arg-type]
    assert (snapshot(small), small.rows(STORED).values) == before
    assert vector_space(small, "rag_anchor_embeddings") is None


def test_a_failing_embedding_service_changes_nothing(small: Postgres) -> None:
    def down(texts: Sequence[str]) -> list[list[float]]:
        raise ConnectionError("the service is down")

    before = snapshot(small), small.rows(STORED).values
    with pytest.raises(ConnectionError, match="the service is down"):
        change_dimension(small, 4, embed=down, model="m")
    assert (snapshot(small), small.rows(STORED).values) == before


def test_a_vector_whose_text_is_unknown_is_refused(small: Postgres) -> None:
    small.write("UPDATE rag_anchor_embeddings SET attribute_value = NULL WHERE node_id = 'c'")
    with pytest.raises(BadInput, match="attribute_value is NULL"):
        change_dimension(small, 4, embed=embedding(4), model="m")


def test_a_database_without_the_tables_is_refused(relational: Postgres) -> None:
    migrate(relational, ("workbench",))
    with pytest.raises(BadInput, match=r"rag_anchor_embeddings: .*no such table"):
        change_dimension(relational, 4, embed=None, model="m")
