"""The folder of adjacency beside a file."""

from __future__ import annotations

from pathlib import Path

from ...core.property_graph.raw_file import RawSidecar


def read_sidecar(path: Path) -> RawSidecar:
    """The bytes of `<file>.segments/`; None for a file that is not there or cannot be read."""
    folder = path.with_name(path.name + ".segments")
    return RawSidecar(_bytes(folder / "manifest.txt"), _bytes(folder / "segment-v1.bin"))


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
