"""What a Cypher statement gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from ...core.show import as_html, as_text
from ...core.values import Rows

COUNTERS = (
    "nodes_created", "relationships_created", "properties_set", "properties_removed",
    "labels_added", "labels_removed", "nodes_deleted", "relationships_deleted",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class CypherResult:
    """Column names, one dict a row, and a summary: `statement_type`, eight counters and `rows`.

    `profile` is None unless it was asked for: `statement_type`, `clauses`, `plan_steps` (the
    texts that the graph store was sent), `rows` and `elapsed_ns`.
    """

    keys: list[str]
    records: list[dict[str, Any]]
    summary: Mapping[str, Any]
    profile: Mapping[str, Any] | None = None

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.records)

    @property
    def rows(self) -> Rows:
        """The records as rows, for data frames: nodes and edges as dicts."""
        values = [tuple(_plain(record[key]) for key in self.keys) for record in self.records]
        return Rows(tuple(self.keys), values)

    def __str__(self) -> str:
        changed = _changed(self.summary)
        table = as_text(self.rows) if self.keys else ""
        return "\n".join(part for part in (table, changed) if part) or "0 rows"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        changed = _changed(self.summary)
        table = as_html(self.rows) if self.keys else ""
        return table + (f"<p>{changed}</p>" if changed else "")


def summary(kind: str, counts: Mapping[str, int], rows: int) -> dict[str, Any]:
    counted = {name: int(counts.get(name, 0)) for name in COUNTERS}
    return {"statement_type": kind, **counted, "rows": rows}


def _changed(told: Mapping[str, Any]) -> str:
    counted: Sequence[str] = [
        f"{told[name]} {name.replace('_', ' ')}" for name in COUNTERS if told.get(name)
    ]
    return ", ".join(counted)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
