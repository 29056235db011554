"""Mirrors on disk between openings: derived, checked, and made again where they are damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..core.collections.definition import Definition
from ..core.collections.protocols import VectorStore
from ..core.errors import BadInput
from .mirrors import snapshot
from .mirrors.mirror import Mirror

_WORTH = 5_000  # rows from which reading files beats reading tables


class KeptMirrors:
    """One folder a collection below `folder`.

    `damaged` tells of what could not be used, by the number of the collection.
    """

    def __init__(self, folder: Path, store: VectorStore) -> None:
        self._folder, self._store = folder, store
        self._generations: dict[int, int] = {}
        self.damaged: dict[int, str] = {}

    def open(self, definition: Definition, *, newest: int) -> Mirror:
        """The mirror as it was kept, or an empty one at generation 0.

        What is newer than the tables (those were put back to an earlier day) is not used.
        """
        folder = self._of(definition.number)
        if folder.is_dir():
            try:
                mirror = snapshot.open(definition, folder, self._store)
                if mirror.generation <= newest:
                    self._generations[definition.number] = mirror.generation
                    return mirror
                self.damaged[definition.number] = "newer than the tables"
            except BadInput as error:
                self.damaged[definition.number] = str(error)
        return Mirror(definition, self._store)

    def keep(self, mirror: Mirror) -> None:
        """Write a mirror to its files."""
        number = mirror.definition.number
        if self._generations.get(number) != mirror.generation:
            snapshot.save(mirror, self._of(number))
            self._generations[number] = mirror.generation

    def keep_if_worth(self, mirror: Mirror) -> None:
        if mirror.points.count >= _WORTH:
            self.keep(mirror)

    def forget(self, number: int) -> None:
        self._generations.pop(number, None)
        shutil.rmtree(self._of(number), ignore_errors=True)

    def _of(self, number: int) -> Path:
        return self._folder / str(number)
