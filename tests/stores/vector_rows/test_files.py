"""Vectors in files: read as they were saved, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.collections.definition import VectorSpace
from workbench.core.errors import BadInput
from workbench.stores.vector.rows.files import MANIFEST
from workbench.stores.vector.rows.rows import FaissRows
from workbench.stores.vector.rows.store import FaissStore

from .brute import METRICS
from .made import normal, rows_of

RANDOM = np.random.default_rng(31)
VECTORS, QUERIES = normal(RANDOM, 3000, 32), normal(RANDOM, 5, 32)
SPACE = VectorSpace(32, "cosine")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    rows = rows_of(VECTORS, "cosine", index="pq")
    rows.build()
    rows.save(folder)
    return folder


def opened(folder: Path, space: VectorSpace = SPACE) -> FaissRows:
    return FaissStore().open(space, {}, folder)


def answers(rows: FaissRows) -> Any:
    return [[part.tolist() for part in rows.top(query, 12)] for query in QUERIES]


def test_what_was_saved_is_opened(saved: Path) -> None:
    rows = opened(saved)
    built = rows_of(VECTORS, "cosine", index="pq")
    built.build()
    assert np.array_equal(rows.rows(np.arange(3000)), VECTORS)
    assert rows.report.kind.startswith("PQ16x4fs")
    assert rows.report.rows == 3000
    assert len(rows.report.measured) > 3
    rows.append(QUERIES)
    assert [rows.top(query, 1)[0][0] for query in QUERIES] == [3000, 3001, 3002, 3003, 3004]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("n", [0, 1, 40])
def test_vectors_without_an_index_are_saved_too(metric: Any, n: int, tmp_path: Path) -> None:
    rows = rows_of(VECTORS[:n], metric)
    rows.save(tmp_path / "new" / "folder")
    again = opened(tmp_path / "new" / "folder", VectorSpace(32, metric))
    assert answers(again) == answers(rows)


def test_a_save_replaces_the_one_before(saved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(saved, tmp_path / "copy"))
    rows = opened(folder)
    rows.append(QUERIES)
    rows.save(folder)
    assert len(opened(folder)) == 3005
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("seed", range(50))
def test_no_damage_goes_unseen(seed: int, saved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(saved, tmp_path / "copy"))
    path = sorted(folder.iterdir())[seed % 3]
    damage(path, np.random.default_rng(seed), ("flip", "cut", "more", "gone", "zeros")[seed % 5])
    if not path.name.startswith("index"):
        with pytest.raises(BadInput, match=path.name):
            opened(folder)
        return
    rows = opened(folder)
    assert path.name in rows.path(None)
    assert "build the index again" in rows.path(None)
    assert (rows.report.kind, rows.due) == ("flat", True)
    assert answers(rows) == answers(rows_of(VECTORS, "cosine"))


def damage(path: Path, random: np.random.Generator, how: str) -> None:
    if how == "gone":
        path.unlink()
        return
    content = bytearray(path.read_bytes())
    at = int(random.integers(0, len(content) - 8))
    if how == "flip":
        content[at] ^= 1 << int(random.integers(0, 8))
    if how == "zeros":
        content[at : at + 8] = bytes(8) if any(content[at : at + 8]) else bytes([1] * 8)
    path.write_bytes(content[:at] if how == "cut" else content + (b"x" if how == "more" else b""))


def test_after_damage_the_index_is_built_again(saved: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(saved, tmp_path / "copy"))
    next(folder.glob("index-*")).write_bytes(b"not an index")
    rows = FaissStore().open(SPACE, {"index": "pq"}, folder)
    rows.build()
    rows.save(folder)
    assert opened(folder).report.kind.startswith("PQ16x4fs")


@pytest.mark.parametrize("space", [VectorSpace(16, "cosine"), VectorSpace(32, "dot")])
def test_vectors_of_another_space_are_not_taken(space: VectorSpace, saved: Path) -> None:
    with pytest.raises(BadInput, match=r"expected .*found vectors of .*'cosine'"):
        opened(saved, space)


def test_another_format_is_not_read(saved: Path, tmp_path: Path) -> None:
    from workbench.stores.vector.rows.files import _sum

    folder = Path(shutil.copytree(saved, tmp_path / "copy"))
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["crc32"]
    manifest["format"] = 2
    manifest["crc32"] = _sum(manifest)
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(BadInput, match="expected format 1, found 2"):
        opened(folder)


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"vectors\.json: cannot be read"):
        opened(tmp_path)


_SAVING = """
import sys, pathlib, numpy as np
from {tests}.made import rows_of
folder, size = pathlib.Path(sys.argv[1]), 200
while True:
    rows = rows_of(np.full((size, 32), size, np.float32), "dot")
    rows.save(folder)
    print(size, flush=True)
    size = 200 + (size + 1) % 300
"""


@pytest.mark.skipif(os.name == "nt", reason="ends a process by a signal of POSIX")
@pytest.mark.parametrize("after", range(0, 40, 8))
def test_a_process_killed_while_it_saves_leaves_one_save_whole(after: int, tmp_path: Path) -> None:
    text = _SAVING.format(tests=__package__)
    command = [sys.executable, "-c", text, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(after + 1):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    vectors = opened(tmp_path, VectorSpace(32, "dot"))
    assert (vectors.rows(np.arange(len(vectors))) == len(vectors)).all()
