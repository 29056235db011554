"""A mirror that is told what changed holds what one does that is told everything."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.collections.durable.changes import World, edges, points, random_change
from workbench.collections.durable.tables import Tables
from workbench.core.collections.records import Change

Make = Callable[..., Tables]
IDS = {"integer": [0, 1, 2**63, 2**64 - 1, 5, 6, 7], "text": ["a", "b", "", "é", "雪", "'", "Z"]}
EDGES = [0, 1, 2, 3, 4, 2**64 - 1]


@pytest.mark.parametrize("ids", ["integer", "text"])
@pytest.mark.parametrize("seed", range(4))
def test_random_changes_reach_mirrors_of_every_age(make: Make, ids: str, seed: int) -> None:
    tables, chance = make(ids=ids), random.Random(seed)
    truth, followed, worlds = World(), World(), [World()]
    for generation in range(1, 41):
        change = random_change(chance, ids=IDS[ids], edge_ids=EDGES)
        delta = tables.write(change)
        truth.apply(change)
        followed.apply(delta.change)
        assert delta.generation == generation
        assert followed == truth
        worlds.append(copied(truth))
    for age, world in enumerate(worlds):
        delta = tables.since(age)
        world.apply(delta.change)
        assert (delta.generation, world) == (40, truth)


def copied(world: World) -> World:
    made = World()
    made.points, made.edges = dict(world.points), dict(world.edges)
    return made


def test_a_delta_holds_only_what_changed(make: Make) -> None:
    tables = make()
    tables.write(Change(points=points(range(100))))
    tables.write(Change(points=points([3]), edges=edges([(1, 3, 4)])))
    tables.write(Change(dropped=[7]))
    delta = tables.since(1)
    assert (delta.generation, delta.change.clear) == (3, False)
    assert (delta.change.points.ids, delta.change.edges.ids) == ([3], [1])
    assert (delta.change.dropped, delta.change.dropped_edges) == ([7], [])
    assert tables.since(3).change == Change()


def test_an_empty_collection_is_told_as_such(make: Make) -> None:
    delta = make().since(0)
    assert (delta.generation, delta.change.clear, len(delta.change.points)) == (0, True, 0)
    assert delta.change.points.vectors["vector"].rows.shape == (0, 3)


def test_who_missed_that_all_was_removed_is_told_everything(make: Make) -> None:
    tables = make()
    tables.write(Change(points=points([1, 2]), edges=edges([(1, 1, 2)])))
    tables.write(Change(clear=True, points=points([3])))
    tables.write(Change(points=points([4])))
    early, late = tables.since(1), tables.since(2)
    assert (early.change.clear, sorted(early.change.points.ids)) == (True, [3, 4])
    assert (late.change.clear, late.change.points.ids) == (False, [4])


def test_pruning_forgets_what_was_removed_and_nothing_else(make: Make, store: Any) -> None:
    tables = make()
    tables.write(Change(points=points([1, 2, 3])))
    tables.write(Change(dropped=[2]))
    tables.prune()
    assert store.rows("SELECT count(*) AS n FROM veles_1_gone").column("n") == [0]
    assert (tables.since(1).change.clear, sorted(tables.since(1).change.points.ids)) == (
        True,
        [1, 3],
    )
    assert tables.since(2).change == Change()
    tables.write(Change(dropped=[3]))
    assert tables.since(2).change.dropped == [3]


def test_a_mirror_from_a_later_day_of_the_tables_is_told_everything(make: Make) -> None:
    tables = make()
    tables.write(Change(points=points([1])))
    delta = tables.since(9)
    assert (delta.generation, delta.change.clear, delta.change.points.ids) == (1, True, [1])


def test_many_points_come_in_blocks_and_stay_in_step(make: Make) -> None:
    tables, count = make(), 10_001  # no multiple of any block
    rows = [None if at % 7 == 0 else [float(at), 0.5, -1.0] for at in range(count)]
    tables.write(Change(points=points(range(count), vectors=rows)))
    found = tables.since(0).change.points
    vectors = found.vectors["vector"]
    assert len(found) == len(vectors.rows) == count
    for at in range(0, count, 97):
        id = found.ids[at]
        assert found.payloads[at] == f'{{"id": {id}}}'
        assert vectors.present[at] == (id % 7 != 0)
        assert vectors.rows[at].tolist() == (rows[id] or [0, 0, 0])
