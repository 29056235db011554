"""A whole model at once."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.etl.tonggraph.originals import VERSIONS, needs_files, sound
from tests.graphs.durable.test_commits import world
from tests.graphs.durable.worlds import KEYS, World, random_change
from workbench.core.errors import BadInput
from workbench.core.property_graph.change import Change, Model
from workbench.core.property_graph.records import EdgeRecord, LogEntry, NodeRecord, TextIndex
from workbench.etl.tonggraph.exporting import export_jsonl
from workbench.etl.tonggraph.importing import import_jsonl
from workbench.graphs.durable import reading
from workbench.graphs.durable.tables import Tables
from workbench.stores.relational.postgres import Postgres

NODES = [NodeRecord(0, "a"), NodeRecord(3, "b")]
LOG = [LogEntry(1, "add_node", 0, "a", 1_700_000_000), LogEntry(4, "add_node", 3, "b\n", 0)]


def random_model(seed: int) -> Model:
    """Of all kinds of records, as they stand after some changes."""
    chance, expected = random.Random(seed), World()
    kinds: dict[str, dict[object, object]] = {}
    for _ in range(6):
        change = random_change(chance, expected)
        expected.apply(change)
        for name in expected.records:
            found = kinds.setdefault(name, {})
            for one in getattr(change, name):
                found[getattr(one, KEYS[name])] = one
    return Model(
        **{name: [found[key] for key in sorted(found)] for name, found in kinds.items()},
        next_ids=expected.next_ids,
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_random_model_is_loaded_as_it_was_filled(tables: Tables, seed: int) -> None:
    model = random_model(seed)
    assert tables.fill(model) == 1
    assert world(tables) == World.of(model)


@needs_files
@pytest.mark.parametrize("version", VERSIONS)
def test_a_real_file_is_loaded_and_exported_as_it_was_read(
    tables: Tables, version: str, tmp_path: Path
) -> None:
    model = sound(version).model
    tables.fill(model)
    told = replace(reading.model(tables.load()), log=tables.file_log())
    export_jsonl(told, tmp_path / "graph.jsonl")
    back = import_jsonl(tmp_path / "graph.jsonl")
    assert World.of(told) == World.of(back) == World.of(model)
    assert (list(told.log), told.metadata) == (list(model.log), dict(model.metadata))
    assert (back.log, back.metadata) == (told.log, told.metadata)


def test_a_fill_is_one_line_of_the_log_without_values(tables: Tables) -> None:
    tables.fill(Model(nodes=NODES))
    (line,) = tables.log()
    assert (line.generation, line.reason, line.after) == (1, "fill", {})
    assert tables.since(0) is None
    assert tables.since(1) == []


def test_what_follows_a_fill_is_told(tables: Tables) -> None:
    tables.fill(Model(nodes=NODES))
    tables.commit(Change(dropped_nodes=[3]), expecting=1)
    (told,) = tables.since(1) or ()
    assert (told.generation, told.change.dropped_nodes) == (2, [3])
    assert tables.since(0) is None


def test_counters_begin_beyond_every_id_and_where_the_model_says(tables: Tables) -> None:
    tables.fill(Model(nodes=NODES, next_ids={"edge": 8}))
    counters = tables.load().rest.next_ids
    assert (counters["node"], counters["edge"], counters["trace"]) == (4, 8, 0)


def test_what_a_file_told_of_itself_is_kept(tables: Tables) -> None:
    tables.fill(Model(nodes=NODES, log=LOG, metadata={"storage_format": "v1"}))
    assert tables.load().rest.metadata == {"storage_format": "v1"}
    assert tables.file_log() == LOG


def test_a_graph_that_holds_something_is_not_filled(tables: Tables) -> None:
    tables.commit(Change(nodes=NODES), expecting=0)
    with pytest.raises(BadInput, match="expected an empty graph to fill, found nodes"):
        tables.fill(Model(edges=[EdgeRecord(0, 0, 3, "T")]))
    assert (tables.generation(), len(tables.load().edges.ids)) == (1, 0)


def test_a_graph_that_was_emptied_is_filled(tables: Tables) -> None:
    tables.fill(Model(nodes=NODES, log=LOG))
    tables.commit(Change(dropped_nodes=[0, 3]), expecting=1)
    assert tables.fill(Model(nodes=[NodeRecord(9, "c")], log=LOG[:1])) == 3
    assert (tables.load().nodes.ids.tolist(), tables.file_log()) == ([9], LOG[:1])


def test_a_model_that_does_not_fit_is_refused_whole(tables: Tables) -> None:
    with pytest.raises(BadInput, match="duplicate external id"):
        tables.fill(Model(nodes=[NODES[0], replace(NODES[1], external_id="a")]))
    with pytest.raises(BadInput, match="duplicate key"):
        tables.fill(Model(nodes=[NODES[0], replace(NODES[1], id=0)]))
    assert (tables.generation(), world(tables)) == (0, World())


def test_the_texts_of_a_filled_model_are_there(tables: Tables, tong: Postgres) -> None:
    model = Model(nodes=[replace(NODES[0], properties={"bio": "Tree"})],
                  text_indexes=[TextIndex("t", "node", ("bio",))])  # fmt: skip
    tables.fill(model)
    query = f"SELECT entity, words::text FROM tong_texts WHERE graph = {tables._graph}"
    assert tong.rows(query).values == [(0, "'tree':1")]
