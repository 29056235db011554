"""Files of mirrors and of the board, damaged: answers stay right, and it is told."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.collections.system.damage import damages, kept, questions, tells_damage
from tests.collections.system.opening import mirrors_are_tables, opened, origins, rows_of, say
from workbench.collections.collections import Collections
from workbench.collections.durable.board import SCHEMA, Board

READ = "SELECT id, n FROM c ORDER BY id LIMIT 5"


def test_damages_are_told_and_answers_are_as_before(conninfo: str, tmp_path: Path) -> None:
    for done, told, same in damages(conninfo, tmp_path, range(0, 50, 7)):
        assert (told, same) == (True, True), done


def test_vectors_of_a_twin_are_not_taken_for_ones_own_and_all_is_kept_anew(
    conninfo: str, tmp_path: Path
) -> None:
    (folder,) = kept(conninfo, tmp_path).iterdir()
    with opened(conninfo, tmp_path) as collections:
        before = rows_of(collections, questions())
        big, twin = (folder / str(collections.definition(one).number) for one in ("big", "twin"))
    (big / "vectors.0").rename(folder / "away")
    (twin / "vectors.0").rename(big / "vectors.0")
    (folder / "away").rename(twin / "vectors.0")
    with opened(conninfo, tmp_path) as collections:
        assert rows_of(collections, questions()) == before
        assert "other vectors than were saved" in origins(collections)["big"]
        say(collections, "FLUSH FULL")
    with opened(conninfo, tmp_path) as collections:
        assert rows_of(collections, questions()) == before
        assert not any(map(tells_damage, origins(collections).values()))
        assert all(told.startswith("files") for told in origins(collections).values())


@pytest.fixture
def small(collections: Collections) -> Collections:
    say(collections, "CREATE METADATA COLLECTION c")
    say(collections, "INSERT INTO c (id, n) VALUES (1, 1), (2, 2)")
    return collections


def board_of(folder: Path) -> Path:
    (found,) = (folder / "run").glob("generations-*")
    return found


def test_a_board_ahead_of_the_tables_is_put_right_once(
    small: Collections, conninfo: str, tmp_path: Path
) -> None:
    number, path = small.definition("c").number, board_of(tmp_path)
    small.close()
    content = bytearray(path.read_bytes())
    for place in (SCHEMA, number):
        content[8 * (place + 1) : 8 * (place + 2)] = struct.pack("=Q", 2**60)
    path.write_bytes(content)
    with opened(conninfo, tmp_path) as first, opened(conninfo, tmp_path) as second:
        assert say(first, READ).values == say(second, READ).values == [(1, 1), (2, 2)]
        board = Board(path)
        assert (board.published(SCHEMA), board.published(number)) == (1, 1)
        say(second, "UPDATE c SET n = 5")
        assert say(first, READ).values == [(1, 5), (2, 5)]


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"VELESGEN" + b"\x7f" * 4088])
def test_a_damaged_board_does_no_harm(
    small: Collections, conninfo: str, tmp_path: Path, content: bytes
) -> None:
    small.close()
    board_of(tmp_path).write_bytes(content)
    with opened(conninfo, tmp_path) as first, opened(conninfo, tmp_path) as second:
        assert say(second, READ).values == [(1, 1), (2, 2)]
        say(first, "INSERT INTO c (id, n) VALUES (3, 3)")
        assert len(say(second, READ).values) == 3
        say(first, "CREATE METADATA COLLECTION d")
        assert list(second.definitions()) == ["c", "d"]
        assert mirrors_are_tables(second, conninfo)


def test_files_of_tables_that_were_put_back_to_an_earlier_day_are_not_used(
    small: Collections, conninfo: str, tmp_path: Path
) -> None:
    say(small, "INSERT INTO c (id, n) VALUES (3, 3)")
    say(small, "FLUSH FULL c")
    tables = small._durable(small.definition("c"))
    small.close()
    with opened(conninfo, tmp_path / "other") as collections:
        store = collections._registry._store
        store.write("UPDATE veles_collections SET generation = 1")
        store.write(f"DELETE FROM {tables._table} WHERE generation > 1")
    with opened(conninfo, tmp_path) as collections:
        assert say(collections, READ).values == [(1, 1), (2, 2)]
        assert "newer" in collections.origin("c")
