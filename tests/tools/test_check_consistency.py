"""Stores that agree give nothing; one flaw gives what it is; its fix, typed, mends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.asker import Asker
from tests.dumps import pg_restore
from tests.tools.consistency_fixtures import (
    EDGE_VECTORS,
    NODE_VECTORS,
    Base,
    OtherModel,
    loaded,
    undone,
)
from tests.tools.consistency_flaws import FLAWS
from tests.tools.lint_fixtures import fresh
from tests.vedana_embedding import FixtureEmbedder
from workbench.core.errors import BadInput
from workbench.core.values import Edge, Node
from workbench.tools.check_consistency import check_consistency
from workbench.tools.consistency import frames, reading


@pytest.fixture(scope="module")
def whole(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with loaded(servers, tmp_path_factory.mktemp("documents")) as base:
        yield base


@pytest.fixture
def base(whole: Base) -> Iterator[Base]:
    with undone(whole) as one:
        yield one


def test_stores_that_agree_give_nothing(whole: Base) -> None:
    assert whole.found() == []


_CYPHER = ("MATCH", "CREATE (")


def spoil(base: Base, statements: list[str]) -> None:
    for text in statements:
        write = base.cypher_write if text.startswith(_CYPHER) else base.sql_write
        write(text)


@pytest.mark.parametrize(("done", "expected"), FLAWS.values(), ids=FLAWS)
def test_every_flaw_is_found_and_mended_by_its_fix(
    base: Base, done: list[str], expected: list[tuple[str, str, str]]
) -> None:
    spoil(base, done)
    assert base.found() == expected

    base.repair()
    assert base.found() == []


def test_another_embedder_tells_every_vector(base: Base) -> None:
    found = base.found(embedder=OtherModel(256))
    assert [row[:2] for row in found] == [
        ("model", NODE_VECTORS),
        ("model", EDGE_VECTORS),
        *[("model", NODE_VECTORS)] * 4,
        *[("model", EDGE_VECTORS)] * 2,
    ]


def test_without_an_embedder_two_models_on_record_are_told(base: Base) -> None:
    spoil(base, FLAWS["another model on record"][0])
    assert base.found(embedder=None) == [("model", EDGE_VECTORS, EDGE_VECTORS)]


def test_a_finding_tells_what_is_seen_and_what_is_expected(base: Base) -> None:
    spoil(base, FLAWS["a node that the graph tells otherwise"][0])
    (row,) = check_consistency(base)
    assert row["seen"] == '{"born": "1815", "name": "Ada"}'
    assert row["expected"] == '{"born": 1815, "name": "Ada"}'
    assert row["fix"].startswith("bench.graph.put([Node(")


def test_a_limit_is_told(base: Base) -> None:
    base.sql_write("DELETE FROM grist_nodes")
    kinds = [row["kind"] for row in check_consistency(base, most=3)]
    assert kinds == ["orphan"] * 3 + ["more"]


def test_a_database_of_threads_only_is_refused(servers: Any) -> None:
    with fresh("relational", servers) as store, pytest.raises(BadInput, match="missing here"):
        check_consistency(Asker(store))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_of_any_size_read_the_same(
    base: Base, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    spoil(base, FLAWS["an edge that the graph tells otherwise"][0])
    monkeypatch.setattr(reading, "PAGE", size)
    monkeypatch.setattr(reading, "RANGE", size)
    assert base.found() == [("stale", "graph", "p:1 | c:1 | person | city | LIVES_IN")]


def test_equal_properties_have_equal_content() -> None:
    assert frames.content({"b": 3.0, "a": None, "c": [1.0]}) == frames.content({"c": [1], "b": 3})
    assert frames.content({"a": True}) != frames.content({"a": 1})
    long = {"a": "x" * 500}
    assert frames.content(long) != frames.content({"a": "x" * 499 + "y"})
    assert frames.content(None) == frames.content({}) == "{}"


def test_ids_of_any_script_are_read_in_some_range(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RANGE", 1)
    ids = ["\U0001f600", "Ж", "z", "\uffee", "\U0001f600b"]
    base.graph.put([Node(one, ("city",), {"name": "x"}) for one in ids])  # type: ignore[union-attr]
    assert sorted(base.found(grist=None)) == sorted(
        ("orphan", "graph", f"{one} | city") for one in ids
    )


# The last one: a graph server holds one database, and this fills it anew.


def test_the_recorded_database_and_its_graph_agree(vedana: Any, servers: Any) -> None:
    with fresh("relational", servers) as store, fresh("graph", servers) as graph:
        pg_restore(store, vedana / "vedana_oracle.dump")
        nodes = store.rows("SELECT node_id, node_type, attributes FROM nodes").values
        edges = store.rows("SELECT * FROM edges").values
        graph.put(
            [Node(one, (label,), held) for one, label, held in nodes],
            [Edge(a, label, b, held, x, y) for a, b, x, y, label, held in edges],
        )
        found = check_consistency(Asker(store, graph), embedder=FixtureEmbedder(), sample=2000)

    assert (len(nodes), len(edges)) == (1114, 4144)
    assert list(found) == []
