"""Generations in shared memory: never lowered, seen by every process, safe to lose."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from workbench.collections.durable.board import Board
from workbench.core.errors import StaleHandle

PUBLISHES = """
import pathlib, sys
from workbench.collections.durable.board import Board
board = Board(pathlib.Path(sys.argv[1]))
for generation in map(int, sys.argv[2].split(",")):
    board.publish(5, generation)
print(board.published(5), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    with closing(Board(tmp_path / "board")) as made:
        yield made


def other(path: Path) -> Board:
    return Board(path / "board")


def test_what_was_published_is_seen_and_never_lowered(board: Board) -> None:
    board.publish(3, 7)
    board.publish(3, 5)
    board.publish(0, 2**64 - 1)
    assert [board.published(number) for number in range(5)] == [2**64 - 1, 0, 0, 7, 0]


def test_another_map_of_the_file_sees_it_at_once_and_after_reopening(
    board: Board, tmp_path: Path
) -> None:
    with closing(other(tmp_path)) as second:
        board.publish(1, 4)
        assert second.published(1) == 4
        second.publish(1, 6)
        assert board.published(1) == 6
    with closing(other(tmp_path)) as third:
        assert third.published(1) == 6


def test_a_file_that_another_process_made_longer(board: Board, tmp_path: Path) -> None:
    with closing(other(tmp_path)) as second:
        assert board.published(100_000) == 0
        second.publish(100_000, 9)
        assert board.published(100_000) == 9
        board.publish(2, 1)
        assert (second.published(2), second.published(99_999)) == (1, 0)


@pytest.mark.parametrize("content", [b"", b"VELES", b"x" * 5000, b"\xff" * 4096])
def test_a_damaged_file_begins_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "board").write_bytes(content)
    with closing(other(tmp_path)) as board:
        assert [board.published(number) for number in range(600)] == [0] * 600
        board.publish(4, 2)
        assert board.published(4) == 2


def test_a_short_file_is_made_whole_and_keeps_what_it_says(tmp_path: Path) -> None:
    with closing(other(tmp_path)) as board:
        board.publish(1, 8)
    (tmp_path / "board").write_bytes((tmp_path / "board").read_bytes()[:20])
    with closing(other(tmp_path)) as board:
        assert (board.published(1), board.published(400)) == (8, 0)


def test_a_file_that_was_deleted_is_made_again_by_the_next_publication(
    board: Board, tmp_path: Path
) -> None:
    board.publish(1, 3)
    (tmp_path / "board").unlink()
    with closing(other(tmp_path)) as second:
        board.publish(1, 4)
        assert second.published(1) == board.published(1) == 4


def test_processes_that_open_and_publish_at_once_keep_the_highest(tmp_path: Path) -> None:
    chance, highest = random.Random(7), 9_999
    pieces = [chance.sample(range(highest), 300) for _ in range(3)]
    pieces[1][150] = highest
    command = [sys.executable, "-c", PUBLISHES, str(tmp_path / "board")]
    running = [
        subprocess.Popen(
            [*command, ",".join(map(str, piece))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for piece in pieces
    ]
    for process in running:
        process.communicate()
    with closing(other(tmp_path)) as board:
        assert board.published(5) == highest


def test_threads_that_publish_while_the_file_grows(board: Board) -> None:
    def publish(number: int) -> int:
        board.publish(number, number)
        return board.published(number)

    numbers = [at * 600 for at in range(200)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(publish, numbers)) == numbers
    assert [board.published(number) for number in numbers] == numbers


def test_a_closed_board_says_so(tmp_path: Path) -> None:
    board = other(tmp_path)
    board.close()
    with pytest.raises(StaleHandle, match="closed"):
        board.published(1)
