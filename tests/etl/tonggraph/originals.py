"""The two files that TongGraph itself wrote, and copies of them."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from workbench.core.property_graph.raw_file import RawFile
from workbench.etl.tonggraph.reading import Read, read
from workbench.stores.tonggraph import read_file

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "tonggraph"
VERSIONS = ("0.1.0", "0.2.0a1")
needs_files = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the recorded TongGraph files are not here (../shared/data)"
)


def original(version: str) -> Path:
    return FOLDER / f"tonggraph-{version}.db"


@cache
def expected(version: str) -> dict[str, Any]:
    """What the engine of that release says about its file."""
    found: dict[str, Any] = json.loads((FOLDER / f"tonggraph-{version}.expected.json").read_text())
    return found


@cache
def sound(version: str) -> Read:
    return read(raw(original(version)))


def raw(path: Path) -> RawFile:
    return read_file(path)


def copy_of(version: str, folder: Path) -> Path:
    """A copy that may be changed, with its sidecar."""
    copy = folder / "copy.db"
    shutil.copyfile(original(version), copy)
    shutil.copytree(
        f"{original(version)}.segments", f"{copy}.segments", copy_function=shutil.copyfile
    )
    copy.with_name("copy.db.segments").chmod(0o755)
    return copy
