"""Arrays in files of one folder, with a manifest that tells damage."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from .payloads import encoded

MANIFEST = "manifest.json"


class ArrayWriter:
    """Writes one file an array; `finish` writes what a reader checks them by."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Any] = {}

    def put(self, name: str, array: NDArray[Any]) -> None:
        cells = np.ascontiguousarray(array)
        cells.tofile(self._folder / name)
        described = {"type": cells.dtype.str, "length": len(cells), "crc32": zlib.crc32(cells.data)}
        self._files[name] = described

    def put_texts(self, name: str, texts: Sequence[str]) -> None:
        content, lengths = encoded(texts)
        self.put(f"{name}.content", content)
        self.put(f"{name}.ends", np.cumsum(lengths))

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the manifest, then have everything in the folder reach the disk."""
        text = json.dumps({**about, "files": self._files}, ensure_ascii=False)
        checked = f"{zlib.crc32(text.encode()):08x}\n{text}"
        (self._folder / MANIFEST).write_text(checked, encoding="utf-8")
        for path in self._folder.rglob("*"):
            _sync(path)
        _sync(self._folder)


class ArrayReader:
    """Reads what an `ArrayWriter` wrote; BadInput where a byte of it is missing or other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.about = self._manifest()

    def _manifest(self) -> dict[str, Any]:
        path = self._folder / MANIFEST
        try:
            checksum, _, text = path.read_bytes().partition(b"\n")
        except OSError as error:
            raise _damaged(path, str(error)) from error
        if checksum != b"%08x" % zlib.crc32(text):
            raise _damaged(path, "its checksum is another")
        found: dict[str, Any] = json.loads(text)
        return found

    def get(self, name: str, length: int | None = None) -> NDArray[Any]:
        """An array, which may be written to; of that many cells where `length` says so."""
        path, described = self._folder / name, self.about["files"].get(name)
        if described is None:
            raise _damaged(path, "the manifest does not name it")
        try:
            content = np.fromfile(path, np.uint8)
        except OSError as error:
            raise _damaged(path, str(error)) from error
        if zlib.crc32(content.data) != described["crc32"]:
            raise _damaged(path, "its checksum is another")
        cells: NDArray[Any] = content.view(described["type"])
        if len(cells) != described["length"] or length not in (None, len(cells)):
            raise _damaged(path, f"it has {len(cells)} cells")
        return cells

    def texts(self, name: str) -> list[str]:
        content = self.get(f"{name}.content").tobytes()
        ends = self.get(f"{name}.ends").tolist()
        starts = [0, *ends][:-1]
        return [
            content[start : end - 1].decode("utf-8", "surrogatepass")
            for start, end in zip(starts, ends, strict=True)
        ]


def _damaged(path: Path, seen: str) -> BadInput:
    return BadInput(f"{path}: {seen}; a file as it was saved was expected: make it anew")


def _sync(path: Path) -> None:
    if os.name == "nt":  # Windows opens no folder, and syncs no file that is open for reading
        return
    at = os.open(path, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)
