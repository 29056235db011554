"""Mirrors in files, so that an opening need not read the tables."""

from __future__ import annotations

import os
import shutil
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from ...core.collections.definition import Definition
from ...core.collections.protocols import VectorRows, VectorStore
from ...core.errors import BadInput
from .arrays import ArrayReader, ArrayWriter
from .edge_rows import EdgeRows, Ends, IntegerEnds, TextEnds
from .grown import Grown
from .mirror import Mirror
from .payloads import Payloads
from .sparse import Entries, SparseIndex
from .table import Table

FORMAT = 1
DEAD = 0.3  # of the positions: more are left out when a mirror is saved


def save(mirror: Mirror, folder: Path) -> None:
    """Write a mirror to `folder`, in place of what is there, all at once.

    Who opens the folder meanwhile has the old files or the new ones. Positions change where
    many are dead.
    """
    if mirror.points.size - mirror.points.count > DEAD * mirror.points.size:
        mirror = mirror.compacted()
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    writing = folder.with_name(f".{folder.name}.{os.getpid()}.writing")
    writing.mkdir()
    try:
        _write(mirror, writing)
        _publish(writing, folder)
    finally:
        shutil.rmtree(writing, ignore_errors=True)


def open(definition: Definition, folder: Path, store: VectorStore) -> Mirror:
    """The mirror that was saved, at its generation.

    BadInput where a file is missing or damaged, or where the folder is another collection's.
    """
    reader = ArrayReader(folder)
    _belongs(reader.about, definition, folder)
    points = _read_table(reader, "points", definition.ids)
    mirror = Mirror.restored(
        definition,
        store,
        generation=reader.about["generation"],
        points=points,
        edges=_read_edges(reader, definition),
    )
    for at, (name, space) in enumerate(definition.vectors.items()):
        _sealed(reader.about, at, folder / f"vectors.{at}")
        rows = store.open(space, definition.options, folder / f"vectors.{at}")
        present: Grown[np.bool_] = Grown.of(reader.get(f"present.{at}", points.size))
        mirror.hold_vectors(name, _fitting(rows, points.size, folder), present)
    for at, name in enumerate(reader.about["sparse"]):
        mirror.sparse[name] = _read_sparse(reader, f"sparse.{at}", points.size)
    return mirror


def _write(mirror: Mirror, folder: Path) -> None:
    writer, seals = ArrayWriter(folder), []
    _write_table(writer, "points", mirror.points)
    _write_edges(writer, mirror.edges)
    for at, (name, rows) in enumerate(mirror.vectors.items()):
        writer.put(f"present.{at}", mirror.present(name))
        (folder / f"vectors.{at}").mkdir()
        rows.save(folder / f"vectors.{at}")
        seals.append(_seal(folder / f"vectors.{at}"))
    for at, index in enumerate(mirror.sparse.values()):
        for part, array in index.entries._asdict().items():
            writer.put(f"sparse.{at}.{part}", array)
    writer.finish({**_about(mirror.definition), **_contents(mirror), "seals": seals})


def _about(definition: Definition) -> dict[str, Any]:
    spaces = {name: [one.dimension, one.metric] for name, one in definition.vectors.items()}
    return {
        "format": FORMAT,
        "number": definition.number,
        "ids": definition.ids,
        "vectors": list(spaces.items()),
    }


def _contents(mirror: Mirror) -> dict[str, Any]:
    return {"generation": mirror.generation, "sparse": list(mirror.sparse)}


def _belongs(about: dict[str, Any], definition: Definition, folder: Path) -> None:
    for key, expected in _about(definition).items():
        wanted = [list(one) for one in expected] if key == "vectors" else expected
        if about.get(key) != wanted:
            raise BadInput(
                f"{folder}: {key} is {about.get(key)!r} there, and {wanted!r} was expected for "
                f"{definition.name}: make it anew from the tables"
            )


def _write_table(writer: ArrayWriter, name: str, table: Table) -> None:
    if table.type == "integer":
        writer.put(f"{name}.ids", table.ids)
    else:
        writer.put_texts(f"{name}.ids", table.ids.tolist())
    writer.put(f"{name}.alive", table.alive)
    writer.put(f"{name}.content", table.payload_texts.content)
    writer.put(f"{name}.ends", table.payload_texts.ends)


def _read_table(reader: ArrayReader, name: str, ids: Any) -> Table:
    alive = reader.get(f"{name}.alive")
    ends = reader.get(f"{name}.ends", len(alive))
    last = int(ends[-1]) if len(ends) else 0
    payloads = Payloads.of(reader.get(f"{name}.content", last), ends)
    if ids == "integer":
        rows = reader.get(f"{name}.ids", len(alive))
    else:
        rows = np.array(reader.texts(f"{name}.ids"), dtype=object)
    return Table.restored(ids, rows, alive, payloads)


def _write_edges(writer: ArrayWriter, edges: EdgeRows) -> None:
    _write_table(writer, "edges", edges.table)
    labels = edges.labels
    writer.put("edges.labels", labels.codes)
    writer.put_texts("edges.labels", labels.texts)
    for name, ends in (("edges.sources", edges.source_ends), ("edges.targets", edges.target_ends)):
        if isinstance(ends, IntegerEnds):
            writer.put(name, ends.ids)
        else:
            writer.put(name, ends.codes)
            writer.put_texts(name, ends.texts)


def _read_edges(reader: ArrayReader, definition: Definition) -> EdgeRows:
    table = _read_table(reader, "edges", "integer")
    texts = np.array([*reader.texts("edges.labels"), None], dtype=object)
    labels = texts[reader.get("edges.labels", table.size)].tolist()
    sources, targets = (
        _read_ends(reader, name, definition, table.size)
        for name in ("edges.sources", "edges.targets")
    )
    return EdgeRows.restored(table, sources, targets, labels)


def _read_ends(reader: ArrayReader, name: str, definition: Definition, size: int) -> Ends:
    cells = reader.get(name, size)
    if definition.ids == "integer":
        return IntegerEnds.of(cells)
    texts = np.array([*reader.texts(name), None], dtype=object)
    return TextEnds.of(texts[cells].tolist())


def _read_sparse(reader: ArrayReader, name: str, size: int) -> SparseIndex:
    index = SparseIndex()
    lengths = reader.get(f"{name}.lengths", size)
    indexes = reader.get(f"{name}.indexes", int(lengths.sum()))
    weights = reader.get(f"{name}.weights", len(indexes))
    index.extend(Entries(reader.get(f"{name}.present", size), lengths, indexes, weights))
    return index


def _sealed(about: dict[str, Any], at: int, folder: Path) -> None:
    """These are the very vectors: others of that shape, whole in themselves, are not."""
    if about.get("seals", [])[at : at + 1] != [_seal(folder)]:
        raise BadInput(f"{folder}: other vectors than were saved: make it anew from the tables")


def _seal(folder: Path) -> int:
    """Changes with the manifest of vectors, which tells their files' checksums."""
    found = 0
    for path in sorted(folder.glob("*.json")):
        with suppress(OSError):
            found = zlib.crc32(path.read_bytes(), found)
    return found


def _fitting(rows: VectorRows, size: int, folder: Path) -> VectorRows:
    if len(rows) != size:
        raise BadInput(f"{folder}: {size} vectors were expected, and there are {len(rows)}")
    return rows


def _publish(written: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        written.rename(folder)
    except OSError:
        # Another process put its own there between the two: that is as good.
        if not folder.is_dir():
            raise
    shutil.rmtree(old, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what processes left beside the folder that were killed while they saved."""
    for left in folder.parent.glob(f".{folder.name}.*.*"):
        pid = left.name.split(".")[-2]
        if pid.isdecimal() and (int(pid) == os.getpid() or not psutil.pid_exists(int(pid))):
            shutil.rmtree(left, ignore_errors=True)
