"""A load that was cut short, and graphs that a load must not write to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.etl.test_world_load import state
from tests.etl.world_files import edited, load, written
from workbench.core.errors import BadInput
from workbench.core.values import Rows
from workbench.etl.world import WorldStores, load_world
from workbench.etl.world.present import unfinished


class Dies(Exception):
    """What ends a load in these tests, as a kill would between two statements."""


class Mortal(WorldAsker):
    """Dies at the n-th statement that writes; before or after it ran."""

    left = 0

    def tell(self, name: str, /, **given: Any) -> Rows:
        if self.left == 0:
            raise Dies
        self.left -= 1
        return super().tell(name, **given)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "hill")


def stamp(graph: Any) -> int:
    found: int = graph.rows("MATCH (w:WorldState) RETURN w.stamp").values[0][0]
    return found


@pytest.mark.parametrize("shape", ["native", "reified"])
def test_a_load_cut_short_anywhere_is_completed_by_the_next(
    folder: Path, graph: Any, shape: Any
) -> None:
    load(folder, graph, shape=shape)
    whole = state(graph)
    graph.write("MATCH (n) DETACH DELETE n")

    for at in range(1, 100):
        mortal = Mortal(None, graph)
        mortal.left = at
        try:
            load_world(folder, WorldStores(mortal, graph), shape=shape)
            break
        except Dies:
            assert unfinished(mortal)
        load(folder, graph, shape=shape)
        assert state(graph) == whole
        assert not unfinished(mortal)
        graph.write("MATCH (n) DETACH DELETE n")

    assert at > 10


def test_an_edit_cut_short_is_completed_and_readers_are_told(folder: Path, graph: Any) -> None:
    load(folder, graph)
    edited(folder, "entities/people.yaml", "to: fac_high", "to: fac_low")
    mortal = Mortal(None, graph)
    mortal.left = 2  # told the readers, removed the old edge
    with pytest.raises(Dies):
        load_world(folder, WorldStores(mortal, graph))
    before = stamp(graph)

    load(folder, graph)

    found = graph.rows("MATCH (:Person)-[r:MEMBER_OF]->(f) RETURN r.edge_id, f.id")
    assert found.values == [("rel_3", "fac_low")]
    assert stamp(graph) > before


def test_the_stamp_grows_with_a_change_and_stays_without(folder: Path, graph: Any) -> None:
    load(folder, graph)
    first = stamp(graph)
    load(folder, graph)
    same = stamp(graph)
    edited(folder, "eras.yaml", "months_per_year: 12", "months_per_year: 13")
    load(folder, graph)

    assert same == first
    assert stamp(graph) > first


@pytest.mark.parametrize(
    ("there", "given", "told"),
    [
        ({"schema": "v1.2"}, {"schema": "setting"}, "schema is v1.2"),
        ({"schema": "setting"}, {"schema": "v1.2"}, "schema is setting"),
        ({"shape": "native"}, {"shape": "reified"}, "not reified"),
        ({"shape": "reified"}, {"shape": "native"}, "not native"),
    ],
)
def test_another_version_or_shape_is_refused(
    folder: Path, graph: Any, there: dict[str, Any], given: dict[str, Any], told: str
) -> None:
    load(folder, graph, **there)
    before = state(graph)

    with pytest.raises(BadInput, match=told):
        load(folder, graph, **given)
    assert state(graph) == before


MIXED = "MATCH (p:Plane), (e:Person {id: 'per_bo'}) CREATE (e)-[:EXISTS_IN]->(p)"
UNMIGRATED = "CREATE (:Person {id: 'per_old', world_id: 'default'})"


@pytest.mark.parametrize("schema", ["setting", "v1.2"])
def test_a_graph_of_mixed_versions_is_not_written_to(folder: Path, graph: Any, schema: Any) -> None:
    load(folder, graph)
    graph.write(MIXED)

    with pytest.raises(BadInput, match=r"schema is mixed: .*migrate it first"):
        load(folder, graph, schema=schema)


def test_a_graph_of_the_oldest_version_is_not_written_to(folder: Path, graph: Any) -> None:
    graph.write(UNMIGRATED)

    with pytest.raises(BadInput, match=r"schema is v1\.1"):
        load(folder, graph)


def test_an_id_of_another_in_the_graph_is_refused(folder: Path, graph: Any) -> None:
    graph.write("CREATE (:Item {id: 'per_bo', name: 'A bow'})")

    receipt = load(folder, graph)

    assert [(r.document, r.row, r.reason) for r in receipt.rejects] == [
        (
            "entities/people.yaml",
            10,
            "the id is that of Item in the graph; its relations are left out too",
        )
    ]
