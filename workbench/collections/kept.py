"""Mirrors on disk between openings: derived, checked, and made again where they are damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from ..core.collections.definition import Definition
from ..core.collections.protocols import VectorStore
from ..core.errors import BadInput
from .mirrors import snapshot
from .mirrors.mirror import Mirror

_Stamp = tuple[int, tuple[tuple[str, int], ...]]
_WORTH = 5_000  # rows from which reading files beats reading tables


class KeptMirrors:
    """One folder a collection below `folder`."""

    def __init__(self, folder: Path, store: VectorStore) -> None:
        self._folder, self._store = folder, store
        self._written: dict[int, _Stamp] = {}
        self._origins: dict[int, str] = {}

    def open(self, definition: Definition, *, newest: Callable[[], int]) -> Mirror:
        """The mirror as it was kept, or an empty one at generation 0.

        What is damaged, or newer than the tables (those were put back to an earlier day, before
        the generation that `newest` reads), is removed; `origin` tells of it.
        """
        number, found = definition.number, "tables"
        if self._of(number).is_dir():
            try:
                mirror = self._opened(definition)
                if mirror.generation <= newest():
                    self._written[number] = _stamp(mirror)
                    self._origins[number] = _from_files(mirror)
                    return mirror
                found = "tables; the files are newer than these"
            except BadInput as error:
                found = f"tables; the files were damaged: {error}"
            self.forget(number)
        self._origins[number] = found
        return Mirror(definition, self._store)

    def _opened(self, definition: Definition) -> Mirror:
        """Read once more where it fails: another process may have put its own files there."""
        folder = self._of(definition.number)
        try:
            return snapshot.open(definition, folder, self._store)
        except BadInput:
            return snapshot.open(definition, folder, self._store)

    def origin(self, number: int) -> str:
        """What the mirror of a collection was made of, and why not of its files."""
        return self._origins.get(number, "")

    def keep(self, mirror: Mirror) -> None:
        """Write a mirror to its files."""
        number = mirror.definition.number
        if self._written.get(number) != _stamp(mirror):
            snapshot.save(mirror, self._of(number))
            self._written[number] = _stamp(mirror)

    def keep_if_worth(self, mirror: Mirror) -> None:
        """`keep` where there are many rows, or an index that took its time."""
        if mirror.points.count >= _WORTH or any(r.report.rows for r in mirror.vectors.values()):
            self.keep(mirror)

    def numbers(self) -> list[int]:
        """The collections that something is kept of."""
        return [int(one.name) for one in self._folder.iterdir() if one.name.isdecimal()]

    def forget(self, number: int) -> None:
        self._written.pop(number, None)
        shutil.rmtree(self._of(number), ignore_errors=True)

    def _of(self, number: int) -> Path:
        return self._folder / str(number)


def _from_files(mirror: Mirror) -> str:
    damage = [rows.report.note for rows in mirror.vectors.values() if rows.report.note]
    return "; ".join([f"files at generation {mirror.generation}, then tables", *damage])


def _stamp(mirror: Mirror) -> _Stamp:
    """What tells files apart: the generation, and the indexes that were chosen since."""
    reports = [rows.report for rows in mirror.vectors.values()]
    return mirror.generation, tuple((report.kind, report.rows) for report in reports)
