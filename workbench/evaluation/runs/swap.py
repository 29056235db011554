"""A folder of files put in place of another, so that readers meet one of the two."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Collection, Mapping
from glob import escape
from pathlib import Path


def put(files: Mapping[str, bytes], folder: Path, *, ours: Collection[str]) -> None:
    """Write files beside the folder and put them in its place, with the others that it has.

    `ours` are the names of files that go. Between two renames there is no folder at all, which
    readers ask `is_being_put` about; what a death in between leaves lies beside, unharmed.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = f".{folder.name}.{secrets.token_hex(4)}"
    made, old = (folder.parent / f"{mark}.{one}" for one in ("new", "old"))
    made.mkdir()
    try:
        for name, data in files.items():
            (made / name).write_bytes(data)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    if old.exists():
        _carry_over(old, folder, ours)


def _carry_over(old: Path, folder: Path, ours: Collection[str]) -> None:
    for path in [path for path in old.iterdir() if path.name not in ours]:
        path.rename(folder / path.name)
    shutil.rmtree(old)


def stamp(path: Path) -> bytes:
    """A file's bytes, none where it is not there."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def is_being_put(folder: Path, name: str, seen: bytes) -> bool:
    """Whether a writer has swapped the folder since its file `name` was seen, or is about to."""
    whole = folder.resolve()
    return stamp(folder / name) != seen or any(whole.parent.glob(f".{escape(whole.name)}.*.new"))
