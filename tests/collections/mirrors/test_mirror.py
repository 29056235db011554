"""A mirror after any changes holds what a dict would."""

from __future__ import annotations

import numpy as np
import pytest

from tests.collections.mirrors.worlds import World
from workbench.collections.mirrors.mirror import Mirror
from workbench.core.collections.records import Change, Delta, Edges, Points, Vectors
from workbench.core.errors import BadInput


def contents(mirror: Mirror) -> dict:
    """Payload, vector and sparse vector by id."""
    points, vectors, sparse = mirror.points, mirror.vectors["vector"], mirror.sparse.get("")
    return {
        points.id(at): (
            points.payload(at),
            vectors.rows(np.array([at]))[0].tolist() if mirror.present("vector")[at] else None,
            None if sparse is None else sparse.vector(at),
        )
        for at in points.order.tolist()
    }


def links(mirror: Mirror) -> dict:
    rows = mirror.edges
    return {
        rows.table.id(at): (
            rows.sources[at],
            rows.targets[at],
            rows.labels.value(at),
            rows.table.text(at),
        )
        for at in rows.table.order.tolist()
    }


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ids", ["integer", "text"])
def test_any_changes_leave_what_a_dict_would_hold(seed: int, ids: str) -> None:
    world = World(seed, ids)
    for number in range(60):
        world.step()
        if number % 7 == 0:  # lazily made parts exist from here on, and are kept up
            world.mirror.text.scores("fog")
            world.mirror.points.column(("a",))
            assert list(contents(world.mirror)) == sorted(world.points)
        assert contents(world.mirror) == world.points
        assert links(world.mirror) == world.edges


def test_order_and_keys_follow_ids_beyond_a_float() -> None:
    world = World(7)
    for _ in range(40):
        world.step()
        points = world.mirror.points
        assert points.ids[points.order].tolist() == sorted(world.points)
        alive = np.flatnonzero(points.alive)
        by_key = alive[np.argsort(points.keys[alive], kind="stable")]
        assert by_key.tolist() == points.order.tolist()


def test_keys_of_texts_follow_code_points() -> None:
    world = World(3, "text")
    for _ in range(40):
        world.step()
        points = world.mirror.points
        alive = np.flatnonzero(points.alive)
        by_key = alive[np.argsort(points.keys[alive], kind="stable")]
        assert [points.id(at) for at in by_key.tolist()] == sorted(world.points)


NAN = Vectors(np.full((1, 3), np.nan, np.float32), np.ones(1, np.bool_))
VECTORS = Vectors(np.zeros((1, 3), np.float32), np.ones(1, np.bool_))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change(points=Points([1, 1], ["{}", "{}"])), "stands once"),
        (Change(points=Points([1], [])), "payloads"),
        (Change(points=Points(["a"], ["{}"])), "integer"),
        (Change(points=Points([True], ["{}"])), "bool"),
        (Change(points=Points([-1], ["{}"])), "between 0"),
        (Change(points=Points([2**64], ["{}"])), "between 0"),
        (Change(points=Points([1], ["{}"], {"other": VECTORS})), "2 float32"),
        (Change(points=Points([1], ["{}"], {"none": VECTORS})), "none"),
        (Change(points=Points([1], ["{}"], {"vector": NAN})), "NaN"),
        (Change(points=Points([1], [5])), "int"),
        (Change(points=Points([1], ["{}"], {}, {"": [{-1: 1.0}]})), "index"),
        (Change(points=Points([1], ["{}"], {}, {"": [{2**63: 1.0}]})), "index"),
        (Change(points=Points([1], ["{}"], {}, {"": [{1: "a"}]})), "weights"),
        (Change(points=Points([1], ["{}"], {}, {"": [{1.5: 1.0}]})), "index"),
        (Change(points=Points([1], ["{}"], {}, {"": []})), "sparse"),
        (Change(edges=Edges([1], [1], [1], ["A"], [])), "properties"),
        (Change(edges=Edges([1], ["x"], [1], ["A"], ["{}"])), "ends of edges"),
        (Change(points=Points([1], ["not json"])), "Expecting value"),
    ],
)
def test_a_change_that_cannot_be_taken_in_changes_nothing(change: Change, says: str) -> None:
    world = World(1)
    for _ in range(20):
        world.step()
    world.mirror.text.scores("fog")
    before = contents(world.mirror), links(world.mirror), world.mirror.generation
    with pytest.raises(BadInput, match=says):
        world.mirror.apply(Delta(99, change))
    assert (contents(world.mirror), links(world.mirror), world.mirror.generation) == before
    assert len(world.mirror.text) == world.mirror.points.size


def test_a_compacted_mirror_holds_the_same_in_fewer_positions() -> None:
    world = World(12)
    for _ in range(60):
        world.step()
    small = world.mirror.compacted()
    assert contents(small) == world.points
    assert links(small) == world.edges
    assert small.points.size == len(world.points) < world.mirror.points.size
    assert small.generation == world.mirror.generation
