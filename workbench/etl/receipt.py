"""What a load did: counts by table, graph and vectors, times, and everything that was odd."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from uuid import UUID

from ..core.show import Shown
from .difference import Counts
from .graph_load import GraphCounts
from .mapping import MappingReport
from .rejects import Reject

SHOWN_REASONS = 8
SHOWN_NAMES = 6


@dataclass(frozen=True, slots=True, repr=False)
class Receipt(Shown):
    """The account of one load.

    `embedded` counts the different texts that were sent to the model, `reused` the vectors
    that stayed, `resumed` the texts whose vectors an earlier load had paid for before it failed,
    `retries` the calls that were made again, `skipped` by attribute and reason the values that
    get no vector. `seconds` are wall-clock by stage. `rejects` names every record that was
    dropped or is odd; the same lines are in `rejects_file` where there are any and a folder was
    given.
    """

    load_id: UUID
    source: str
    tables: Mapping[str, Counts]
    graph: GraphCounts
    embedded: int
    reused: int
    skipped: Mapping[str, int]
    seconds: Mapping[str, float]
    mapping: MappingReport
    rejects: tuple[Reject, ...]
    rejects_file: Path | None = None
    resumed: int = 0
    retries: int = 0

    @property
    def changed(self) -> bool:
        """Whether any table or the graph changed."""
        moved = self.graph.nodes_stored + self.graph.edges_stored
        removed = self.graph.nodes_removed + self.graph.edges_removed
        return any(counts.changed for counts in self.tables.values()) or moved + removed > 0

    def summary(self) -> dict[str, Any]:
        """JSON-ready, with rejects counted by reason, as kept in `workbench_load`."""
        return {
            "tables": {name: counts._asdict() for name, counts in self.tables.items()},
            "graph": self.graph._asdict(),
            "embedded": self.embedded,
            "reused": self.reused,
            "resumed": self.resumed,
            "retries": self.retries,
            "skipped": dict(self.skipped),
            "seconds": {stage: round(spent, 3) for stage, spent in self.seconds.items()},
            "unmatched": list(self.mapping.unmatched),
            "ignored": list(self.mapping.ignored),
            "rejects": {reason: len(found) for reason, found in self._by_reason().items()},
        }

    def __str__(self) -> str:
        return "\n".join([self._headline(), *self._table_lines(), *self._lines()])

    def _repr_html_(self) -> str:
        head = "<tr><th>table</th>" + "".join(f"<th>{name}</th>" for name in Counts._fields)
        body = "".join(
            f"<tr><td>{escape(name)}</td>" + "".join(f"<td>{n}</td>" for n in counts) + "</tr>"
            for name, counts in self.tables.items()
        )
        lines = "".join(f"<li>{escape(line.strip())}</li>" for line in self._lines())
        table = f"<table><thead>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<p>{escape(self._headline())}</p>{table}<ul>{lines}</ul>"

    def _headline(self) -> str:
        stages = ", ".join(f"{stage} {spent:.2f}" for stage, spent in self.seconds.items())
        return f"load of {self.source} in {sum(self.seconds.values()):.2f} s ({stages})"

    def _table_lines(self) -> Iterator[str]:
        changed = {name: counts for name, counts in self.tables.items() if counts.changed}
        if changed:
            yield f"{'table':<28}" + "".join(f"{name:>10}" for name in Counts._fields)
        for name, counts in changed.items():
            yield f"  {name:<26}" + "".join(f"{number:>10}" for number in counts)
        same = [name for name in self.tables if name not in changed]
        if same:
            rows = sum(self.tables[name].unchanged for name in same)
            yield f"unchanged: {len(same)} table(s) with {rows} rows"

    def _lines(self) -> Iterator[str]:
        graph = self.graph
        how = "everything stored anew: " if graph.reloaded else ""
        yield (
            f"graph: {graph.nodes} nodes, {graph.edges} edges ({how}stored {graph.nodes_stored} "
            f"and {graph.edges_stored}, removed {graph.nodes_removed} and {graph.edges_removed})"
        )
        yield f"vectors: {self.embedded} texts embedded, {self.reused} vectors kept"
        if self.resumed:
            yield f"vectors paid for by a load that failed: {self.resumed} texts"
        if self.retries:
            yield f"calls that were made again: {self.retries}"
        if self.skipped:
            skipped = [f"{count} {what}" for what, count in self.skipped.items()]
            yield f"values without a vector: {_listed(skipped)}"
        yield f"names of the model found in the data: {len(self.mapping.matched)}"
        if self.mapping.unmatched:
            yield f"names of the model not in the data: {_listed(self.mapping.unmatched)}"
        if self.mapping.ignored:
            yield f"tables and columns not in the model: {_listed(self.mapping.ignored)}"
        yield from self._reject_lines()

    def _reject_lines(self) -> Iterator[str]:
        where = f", written to {self.rejects_file}" if self.rejects_file else ""
        yield f"dropped or odd records: {len(self.rejects)}{where}"
        by_reason = self._by_reason()
        for found in list(by_reason.values())[:SHOWN_REASONS]:
            first = found[0]
            row = "" if first.row is None else f" row {first.row}"
            column = f" {first.column}" if first.column else ""
            yield f"  {len(found)} x {first.table}{row}{column}: {first.reason}"
        if len(by_reason) > SHOWN_REASONS:
            yield f"  and {len(by_reason) - SHOWN_REASONS} other reasons: see .rejects"

    def _by_reason(self) -> dict[str, list[Reject]]:
        """Rejects by table and reason, numbers in it left out, the most frequent first."""
        found: dict[str, list[Reject]] = {}
        for reject in self.rejects:
            reason = re.sub(r"\d+", "n", reject.reason)
            found.setdefault(f"{reject.table}: {reason}", []).append(reject)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _listed(names: list[str] | tuple[str, ...]) -> str:
    more = len(names) - SHOWN_NAMES
    return ", ".join(names[:SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")
