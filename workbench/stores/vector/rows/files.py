"""Vectors and index in files: whole or not at all, and nothing damaged is ever trusted.

A manifest names the files it goes with; it is replaced last, at once. So whenever a process ends,
what is read later is what was saved last, whole. FAISS reads no byte whose checksum is not right:
it trusts what it reads.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import VectorSpace
from ....core.errors import BadInput
from .held import Floats, Held
from .index import Effort, Index, read
from .ladder import Ladder, Rung
from .searching import Standing

FORMAT = 1
MANIFEST = "vectors.json"
_PART = 16 * 1024**2  # bytes that are read and summed up while they are in the cache


class Opened(NamedTuple):
    """The vectors, and what stood beside them; a `note` there tells of a damaged index."""

    vectors: Floats
    standing: Standing


def save(folder: Path, space: VectorSpace, held: Held, standing: Standing) -> None:
    """Write all to new files, then the manifest, then remove files that it does not name."""
    folder.mkdir(parents=True, exist_ok=True)
    mark, index = secrets.token_hex(4), None
    vectors = _written(folder / f"vectors-{mark}.f32", held.vectors)
    if standing.index is not None:
        index = _written(folder / f"index-{mark}.faiss", standing.index.written())
        index["name"] = standing.index.name
    manifest = {
        "format": FORMAT,
        "space": asdict(space),
        "rows": held.n,
        "vectors": vectors,
        "index": index,
        "trained": standing.trained,
        "measured": list(standing.measured),
        "exact": standing.ladder.exact,
        "rungs": [(*rung.effort, *rung[1:]) for rung in standing.ladder.rungs],
    }
    manifest["crc32"] = _sum(manifest)
    _replace(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
    _tidy(folder, {file["file"] for file in (vectors, index) if file})


def load(folder: Path, space: VectorSpace) -> Opened:
    """What was saved; BadInput where a file other than the index is missing or damaged."""
    manifest = _manifest(folder, space)
    try:
        content = _read(folder, manifest["vectors"])
    except _DamagedError as damaged:
        raise BadInput(f"{damaged}; load the vectors from the database again") from damaged
    vectors = content.view(np.float32).reshape(manifest["rows"], space.dimension)
    return Opened(vectors, _standing(folder, manifest, space))


def _standing(folder: Path, manifest: Mapping[str, Any], space: VectorSpace) -> Standing:
    rungs = (Rung(Effort(depth, probes), *rest) for depth, probes, *rest in manifest["rungs"])
    ladder, trained = Ladder(tuple(rungs), manifest["exact"]), manifest["trained"]
    index: Index | None = None
    if manifest["index"]:
        try:
            written = _read(folder, manifest["index"])
        except _DamagedError as damaged:
            return Standing(note=f"{damaged}; build the index again")
        index = read(manifest["index"]["name"], written, space.metric)
    measured = tuple(manifest["measured"])
    return Standing(index, None, ladder, trained, measured)


def _manifest(folder: Path, space: VectorSpace) -> dict[str, Any]:
    """The manifest, its own checksum right; BadInput where it is not, or of another space."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_bytes())
        right = found.pop("crc32") == _sum(found)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror}); save again") from error
    except (ValueError, AttributeError, KeyError) as error:
        raise BadInput(f"{path}: it is damaged; load the vectors from the database") from error
    if not right:
        raise BadInput(f"{path}: its checksum is wrong; load the vectors from the database")
    if found["format"] != FORMAT:
        raise BadInput(f"{path}: expected format {FORMAT}, found {found['format']}")
    if found["space"] != asdict(space):
        raise BadInput(f"{path}: expected {asdict(space)}, found vectors of {found['space']}")
    return dict(found)


class _DamagedError(Exception):
    """A file is not what its manifest says."""


def _written(path: Path, content: NDArray[Any]) -> dict[str, Any]:
    """Write and sync; what the manifest says of the file."""
    flat = np.ascontiguousarray(content).reshape(-1).view(np.uint8)
    with path.open("wb") as file:
        file.write(flat.data)
        os.fsync(file.fileno())
    return {"file": path.name, "bytes": flat.nbytes, "crc32": zlib.crc32(flat.data)}


def _read(folder: Path, told: Mapping[str, Any]) -> NDArray[np.uint8]:
    """All of a file, its size and checksum right; nothing larger is ever made room for."""
    path, size = folder / told["file"], told["bytes"]
    try:
        with path.open("rb") as file:
            seen = os.fstat(file.fileno()).st_size
            if seen != size:
                raise _DamagedError(f"{path}: expected {size} bytes, found {seen}")
            content = np.empty(size, dtype=np.uint8)
            total = _filled(file, content)
    except OSError as error:
        raise _DamagedError(f"{path}: cannot be read ({error.strerror})") from error
    if total != told["crc32"]:
        raise _DamagedError(f"{path}: its checksum is wrong")
    return content


def _filled(file: Any, content: NDArray[np.uint8]) -> int:
    """Read part by part; the checksum of what came."""
    total = 0
    for start in range(0, len(content), _PART):
        part = content[start : start + _PART].data
        file.readinto(part)
        total = zlib.crc32(part, total)
    return total


def _sum(manifest: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(manifest, sort_keys=True).encode())


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(f".{secrets.token_hex(4)}.new")
    with temporary.open("wb") as file:
        file.write(content)
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make the folder's entries last; Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _tidy(folder: Path, named: set[str]) -> None:
    """Remove earlier files, and those of a save that did not end."""
    for pattern in ("vectors-*.f32", "index-*.faiss", "*.new"):
        for path in folder.glob(pattern):
            if path.name not in named:
                with contextlib.suppress(OSError):  # open elsewhere: the next save removes it
                    path.unlink()
