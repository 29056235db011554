"""What an import did, and what an export wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ...core.show import Shown
from ...core.values import Rows
from ..rejects import Reject

SHOWN = 8  # reasons in the short form


class Tally(NamedTuple):
    """Of `read` records each was `added`, `replaced` or `rejected`."""

    read: int = 0
    added: int = 0
    replaced: int = 0
    rejected: int = 0

    @property
    def stored(self) -> int:
        return self.added + self.replaced


@dataclass(frozen=True, slots=True, repr=False)
class ImportReceipt(Shown):
    """The account of one import.

    `reasons` counts the refused by what was wrong, most frequent first. `rejects` name the first
    thousand, each with the number of its record in the source from 1; `rejects_file` has them
    all, where there are any and a folder was given. `seconds` are wall-clock by stage. `notes`
    tell what is not as it was in the source.
    """

    source: str
    collection: str
    points: Tally
    edges: Tally
    reasons: Mapping[str, int]
    rejects: tuple[Reject, ...]
    rejects_file: Path | None
    seconds: Mapping[str, float]
    notes: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Records that the source gave."""
        return self.points.read + self.edges.read

    @property
    def stored(self) -> int:
        """Records that are on disk."""
        return self.points.stored + self.edges.stored

    @property
    def rejected(self) -> int:
        """Records that were refused."""
        return self.points.rejected + self.edges.rejected

    @property
    def rows(self) -> Rows:
        """Points, and edges where there were any: read, added, replaced, rejected."""
        parts = [("points", *self.points)]
        if self.edges.read:
            parts.append(("edges", *self.edges))
        return Rows(("what", *Tally._fields), parts)

    def _parts(self) -> Iterator[str | Rows]:
        yield "\n".join(self._lines())
        yield self.rows

    def _lines(self) -> Iterator[str]:
        stages = ", ".join(f"{stage} {spent:.2f}" for stage, spent in self.seconds.items())
        yield (
            f"import of {self.source} into {self.collection} in "
            f"{sum(self.seconds.values()):.2f} s ({stages})"
        )
        yield from (f"note: {note}" for note in self.notes)
        if not self.rejected:
            return
        where = f", written to {self.rejects_file}" if self.rejects_file else ""
        yield f"refused records: {self.rejected}{where}"
        for reason, count in list(self.reasons.items())[:SHOWN]:
            yield f"  {count} x {reason}"
        if len(self.reasons) > SHOWN:
            yield f"  and {len(self.reasons) - SHOWN} other reasons: see .reasons"


@dataclass(frozen=True, slots=True, repr=False)
class ExportReceipt(Shown):
    """The files that an export wrote; `edges_file` is None where there are no edges."""

    collection: str
    points: int
    edges: int
    file: Path
    edges_file: Path | None
    seconds: float

    def _parts(self) -> Iterator[str | Rows]:
        yield f"export of {self.collection} in {self.seconds:.2f} s"
        values = [("points", self.points, str(self.file), self.file.stat().st_size)]
        if self.edges_file is not None:
            values.append(
                ("edges", self.edges, str(self.edges_file), self.edges_file.stat().st_size)
            )
        yield Rows(("what", "number", "file", "bytes"), values)
