"""Mirrors saved and opened again, and what becomes of damaged files."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.collections.mirrors.test_mirror import contents, links
from tests.collections.mirrors.worlds import World, definition
from workbench.collections.mirrors import snapshot
from workbench.core.collections.definition import VectorSpace
from workbench.core.collections.records import Change, Delta, Points
from workbench.core.errors import BadInput
from workbench.stores.vector.rows.store import FaissStore


def grown(seed: int, ids: str, steps: int = 40) -> World:
    world = World(seed, ids)
    for _ in range(steps):
        world.step()
    return world


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ids", ["integer", "text"])
def test_a_mirror_opens_as_it_was_saved_and_goes_on(tmp_path: Path, seed: int, ids: str) -> None:
    world = grown(seed, ids)
    snapshot.save(world.mirror, tmp_path / "kept")
    expected = world.mirror.text.scores("fog")[world.mirror.points.order]
    opened = snapshot.open(world.mirror.definition, tmp_path / "kept", FaissStore())
    assert opened.generation == world.mirror.generation
    assert (contents(opened), links(opened)) == (world.points, world.edges)
    assert opened.text.scores("fog")[opened.points.order] == pytest.approx(expected)
    world.mirror = opened
    for _ in range(20):
        world.step()
    assert (contents(opened), links(opened)) == (world.points, world.edges)


def test_an_empty_mirror_opens_empty(tmp_path: Path) -> None:
    world = World(0)
    snapshot.save(world.mirror, tmp_path / "kept")
    opened = snapshot.open(world.mirror.definition, tmp_path / "kept", FaissStore())
    assert (opened.points.size, opened.edges.table.size, opened.generation) == (0, 0, 0)


def test_positions_are_kept_while_few_are_dead_and_dropped_when_many_are(tmp_path: Path) -> None:
    world = World(0)
    world.mirror.apply(Delta(1, Change(points=Points(list(range(100)), ["{}"] * 100))))
    for dropped, kept in (([5, 6], 100), (list(range(40)), 60)):
        world.mirror.apply(Delta(2, Change(dropped=dropped)))
        snapshot.save(world.mirror, tmp_path / "kept")
        opened = snapshot.open(world.mirror.definition, tmp_path / "kept", FaissStore())
        assert opened.points.size == kept
        assert opened.points.count == world.mirror.points.count


def test_saving_again_replaces_what_was_saved_and_leaves_nothing_beside(tmp_path: Path) -> None:
    world = grown(1, "integer")
    snapshot.save(world.mirror, tmp_path / "kept")
    world.step()
    snapshot.save(world.mirror, tmp_path / "kept")
    opened = snapshot.open(world.mirror.definition, tmp_path / "kept", FaissStore())
    assert contents(opened) == world.points
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True
    )
    left = tmp_path / f".kept.{dead.stdout.decode().strip()}.writing"
    mine, living = tmp_path / f".kept.{os.getpid()}.old", tmp_path / f".kept.{os.getppid()}.writing"
    for folder in (left, mine, living):
        folder.mkdir()
        (folder / "part").touch()
    snapshot.save(World(0).mirror, tmp_path / "kept")
    assert sorted(tmp_path.iterdir()) == [living, tmp_path / "kept"]


@pytest.mark.parametrize("ids", ["integer", "text"])
def test_a_changed_byte_in_any_file_is_told(tmp_path: Path, ids: str) -> None:
    world, rng = grown(2, ids), random.Random(3)
    snapshot.save(world.mirror, tmp_path / "kept")
    files = [one for one in (tmp_path / "kept").iterdir() if one.is_file() and one.stat().st_size]
    assert len(files) >= 15
    for path in files:
        whole = path.read_bytes()
        for at in rng.sample(range(len(whole)), min(5, len(whole))):
            path.write_bytes(
                whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :]
            )
            with pytest.raises(BadInput, match="anew"):
                snapshot.open(world.mirror.definition, tmp_path / "kept", FaissStore())
        path.write_bytes(whole)
    assert contents(snapshot.open(definition(ids), tmp_path / "kept", FaissStore())) == world.points


@pytest.mark.parametrize("damage", ["cut", "longer", "missing"])
def test_a_file_that_is_cut_longer_or_missing_is_told(tmp_path: Path, damage: str) -> None:
    world = grown(2, "integer")
    snapshot.save(world.mirror, tmp_path / "kept")
    for path in [one for one in (tmp_path / "kept").iterdir() if one.is_file()]:
        whole = path.read_bytes()
        path.unlink()
        if damage != "missing":
            path.write_bytes(whole[: len(whole) // 2] if damage == "cut" else whole + b"x")
        if damage != "cut" or whole:
            with pytest.raises(BadInput):
                snapshot.open(world.mirror.definition, tmp_path / "kept", FaissStore())
        path.write_bytes(whole)


def test_the_folder_of_another_collection_is_refused(tmp_path: Path) -> None:
    world = grown(2, "integer")
    snapshot.save(world.mirror, tmp_path / "kept")
    mine = world.mirror.definition
    spaces = {"vector": VectorSpace(4), "other": mine.vectors["other"]}
    others = (replace(mine, number=7), replace(mine, ids="text"), replace(mine, vectors=spaces))
    for other in others:
        with pytest.raises(BadInput, match="was expected"):
            snapshot.open(other, tmp_path / "kept", FaissStore())


def test_no_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="manifest"):
        snapshot.open(definition(), tmp_path / "kept", FaissStore())


def test_an_opened_mirror_may_be_written_to(tmp_path: Path) -> None:
    world = grown(4, "integer")
    snapshot.save(world.mirror, tmp_path / "kept")
    opened = snapshot.open(definition(), tmp_path / "kept", FaissStore())
    opened.apply(Delta(99, Change(dropped=list(world.points))))
    assert opened.points.count == 0
    assert not np.any(opened.points.alive)
