"""Indexes of collections: made in the background, kept, and found again."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.collections.system.opening import opened, say
from workbench.collections.collections import Collections
from workbench.core.collections.records import Change, Points, Vectors

ROWS, DIMENSION = 2_500, 16
NEAR = "SELECT id FROM docs WHERE vector NEAR $v LIMIT 3"
V = [1.0, *[0.0] * (DIMENSION - 1)]


def filled(collections: Collections, options: str = "") -> Any:
    """The vectors of a new collection of random rows."""
    say(
        collections,
        f"CREATE COLLECTION docs (dimension = {DIMENSION}, metric = 'cosine') {options}",
    )
    rows = np.random.default_rng(1).normal(size=(ROWS, DIMENSION)).astype(np.float32)
    given = {"vector": Vectors(rows, np.ones(ROWS, np.bool_))}
    collections.write("docs", Change(points=Points(range(ROWS), ["{}"] * ROWS, given)))
    return vectors(collections)


def vectors(collections: Collections) -> Any:
    return collections.mirror("docs").vectors["vector"]


def test_the_first_search_has_an_index_made_that_is_kept_and_found_again(
    collections: Collections, conninfo: str, tmp_path: Path
) -> None:
    rows = filled(collections)
    assert not rows.building
    exact = say(collections, NEAR, v=V).ids
    rows.wait()
    told = rows.report
    assert told.rows == ROWS
    assert told.measured
    assert say(collections, f"{NEAR} WITH (mode = 'perfect')", v=V).ids == exact
    collections.close()
    with opened(conninfo, tmp_path) as again:
        say(again, NEAR, v=V)
        assert vectors(again).report == told
        assert not vectors(again).building


def test_closing_leaves_no_thread(collections: Collections) -> None:
    before = set(threading.enumerate())
    filled(collections)
    say(collections, NEAR, v=V)
    collections.close()
    assert set(threading.enumerate()) <= before


def test_an_index_that_was_made_after_the_files_is_kept_too(
    collections: Collections, conninfo: str, tmp_path: Path
) -> None:
    filled(collections, "WITH (auto_reindex = false)")
    say(collections, "FLUSH FULL docs")
    say(collections, NEAR, v=V)
    assert not vectors(collections).building
    assert not vectors(collections).report.rows
    say(collections, "TRAIN QUANTIZER ON docs")
    told = vectors(collections).report
    collections.close()
    with opened(conninfo, tmp_path) as again:
        assert vectors(again).report == told
        assert again.origin("docs").startswith("files")


def test_hints_of_training_are_checked_and_told_to_be_hints(collections: Collections) -> None:
    filled(collections, "WITH (auto_reindex = false)")
    done = say(collections, "TRAIN QUANTIZER ON docs WITH (m = 8, k = 256)")
    assert "measured" in done.notices[0]
    assert say(collections, "TRAIN QUANTIZER ON docs").notices == []


@pytest.mark.parametrize("deleted", [0, 2_000])
def test_deleted_rows_are_left_out_and_an_index_is_made_anew(
    collections: Collections, deleted: int
) -> None:
    filled(collections)
    say(collections, "TRAIN QUANTIZER ON docs")
    say(collections, f"DELETE FROM docs WHERE id < {deleted}")
    found = say(collections, NEAR, v=V)
    assert len(found.ids) == 3
    assert min(found.ids) >= deleted
