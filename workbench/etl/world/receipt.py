"""What a load of a world did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...core.show import Shown
from ...core.values import Rows
from ..difference import Counts
from ..rejects import Reject

SHOWN = 8  # rejects, and kinds that changed, in the short form


@dataclass(frozen=True, slots=True, repr=False)
class WorldReceipt(Shown):
    """The account of one load.

    `nodes` counts by label, `edges` by type, `tables` by table, `texts` by what was stored of
    the lore. `kept` counts what earlier loads made of records that are refused now, and that
    therefore stays. `rejects` name file and line of every record that was left out; the same
    lines are in `rejects_file` where there are any and a folder was given. `seconds` are
    wall-clock by stage.
    """

    source: str
    schema: str
    shape: str
    nodes: Mapping[str, Counts]
    edges: Mapping[str, Counts]
    tables: Mapping[str, Counts] = field(default_factory=dict)
    texts: Mapping[str, Counts] = field(default_factory=dict)
    kept: int = 0
    rejects: tuple[Reject, ...] = ()
    rejects_file: Path | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How much was added, updated or deleted, over all stores."""
        parts = (self.nodes, self.edges, self.tables, self.texts)
        return sum(counts.changed for part in parts for counts in part.values())

    @property
    def rows(self) -> Rows:
        """One row a label, type or table: store, name, added, updated, deleted, unchanged."""
        parts = {"nodes": self.nodes, "edges": self.edges}
        parts |= {"tables": self.tables, "texts": self.texts}
        values = [
            (part, name, *counts)
            for part, found in parts.items()
            for name, counts in sorted(found.items())
        ]
        return Rows(("where", "name", *Counts._fields), values)

    def _parts(self) -> Iterator[str | Rows]:
        yield "\n".join(self._lines())
        yield self.rows

    def _lines(self) -> Iterator[str]:
        stages = ", ".join(f"{stage} {spent:.2f}" for stage, spent in self.seconds.items())
        yield (
            f"load of {self.source} ({self.schema}, {self.shape} edges) in "
            f"{sum(self.seconds.values()):.2f} s ({stages})"
        )
        parts: dict[str, Mapping[str, Counts]] = {"nodes": self.nodes, "edges": self.edges}
        parts |= {"log rows": self.tables, "lore texts": self.texts}
        for name, found in parts.items():
            if found:
                yield f"{name}: {_told(found)}"
        if self.kept:
            yield f"kept as an earlier load left them, since their records are refused: {self.kept}"
        if self.rejects:
            yield from self._reject_lines()

    def _reject_lines(self) -> Iterator[str]:
        where = f", written to {self.rejects_file}" if self.rejects_file else ""
        yield f"refused records: {len(self.rejects)}{where}"
        for reject in self.rejects[:SHOWN]:
            yield f"  {reject.document}:{reject.row}: {reject.table}: {reject.reason}"
        if len(self.rejects) > SHOWN:
            yield f"  and {len(self.rejects) - SHOWN} more: see .rejects"


def _told(found: Mapping[str, Counts]) -> str:
    total = Counts(*map(sum, zip(*found.values(), strict=True)))
    if not total.changed:
        return f"{total.unchanged} unchanged"
    parts = [f"{number} {name}" for name, number in total._asdict().items() if number]
    return ", ".join(parts)


def counts_by(added: Any, updated: Any, deleted: Any, unchanged: Any) -> dict[str, Counts]:
    """Counts by name, of four iterables of names."""
    tallies = [Counter(names) for names in (added, updated, deleted, unchanged)]
    names = sorted(set().union(*tallies))
    return {name: Counts(*(tally[name] for tally in tallies)) for name in names}
