"""Tables `Link_<sentence>` and `Link_<from>_<to>`: one edge a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..core.data_model import DataModel, Link
from ..core.documents import Document, Record
from ..core.values import Edge
from .attributes import Values, read_values
from .cells import LONGEST_LABEL, TOO_LONG, as_text, fits
from .ends import Ends
from .rejects import Findings

PREFIX = "Link_"
_FROM, _TO, _LABEL = "from_node_id", "to_node_id", "edge_label"


class Found(NamedTuple):
    """An edge without properties, its row, and what its attributes hold."""

    edge: Edge
    row: int
    values: Values


def links_of(table: str, model: DataModel) -> list[Link]:
    """The links that a table's name means, whatever its case: by sentence, else by anchors."""
    name = table.removeprefix(PREFIX).lower()
    by_sentence = [link for link in model.links if link.sentence.lower() == name]
    return by_sentence or [
        link for link in model.links if f"{link.anchor_from}_{link.anchor_to}".lower() == name
    ]


def link_of(edge: Edge, links: Sequence[Link]) -> Link | None:
    """The link of the edge's label between the edge's nouns, in either direction."""
    ends = {edge.source_label, edge.target_label}
    for link in links:
        if link.sentence == edge.type and {link.anchor_from, link.anchor_to} == ends:
            return link
    return None


class LinkTable:
    """Reads a table whose name means `links`."""

    def __init__(
        self, data: Document, table: str, links: Sequence[Link], *, ends: Ends, findings: Findings
    ) -> None:
        self._data, self._table, self._links = data, table, links
        self._ends, self._findings = ends, findings
        self._there = [column.id for column in data.columns(table)]
        attributes = {a.name: a for link in reversed(links) for a in link.attributes}
        self.declared = {name: a for name, a in attributes.items() if name in self._there}
        named = {_FROM, _TO, _LABEL, *self.declared}
        self.undeclared = [name for name in self._there if name not in named]

    def read(self) -> Iterator[Found]:
        records = self._data.rows(self._table)
        missing = [name for name in (_FROM, _TO, _LABEL) if name not in self._there]
        for name in missing:
            reason = f"no such column: all {len(records)} rows of the table are dropped"
            self._findings.add(self._table, None, name, reason)
        for record in () if missing else records:
            found = self._found(record)
            if found:
                yield found

    def _found(self, record: Record) -> Found | None:
        if not any(record.cells.values()):
            self._findings.add(self._table, record.row, "", "dropped: blank row")
            return None
        cells = self._filled(record)
        edge = self._connected(*cells) if cells else None
        if cells and not edge:
            self._report_ends(record, *cells[:2])
        if not edge:
            return None
        self._check_label(edge, record)
        values = read_values(self._table, record, self.declared.values(), self._findings)
        return Found(edge, record.row, values)

    def _filled(self, record: Record) -> tuple[Any, Any, str] | None:
        """Both ends and the label; None where one of them is blank, which is reported."""
        source = self._findings.check(self._table, record, _FROM, shown=False)
        target = self._findings.check(self._table, record, _TO, shown=False)
        label = as_text(self._findings.check(self._table, record, _LABEL))
        for column, cell in ((_FROM, source), (_TO, target), (_LABEL, label)):
            if cell is None or cell == []:
                self._findings.add(self._table, record.row, column, "dropped: no usable value")
                return None
        if not fits(LONGEST_LABEL, str(label)):
            self._findings.add(self._table, record.row, _LABEL, TOO_LONG, seen=label)
            return None
        return source, target, str(label)

    def _connected(self, source: Any, target: Any, label: str) -> Edge | None:
        """The edge as written; where only the swapped nouns have such nodes, between those."""
        for link in self._links:
            for first, second in (
                (link.anchor_from, link.anchor_to),
                (link.anchor_to, link.anchor_from),
            ):
                start, end = self._ends.find(source, first), self._ends.find(target, second)
                if start and end:
                    return Edge(start, label, end, {}, first, second)
        return None

    def _check_label(self, edge: Edge, record: Record) -> None:
        link = link_of(edge, self._links)
        if link is None:
            wanted = " or ".join(link.sentence for link in self._links)
            reason = f"kept, but the model has no such label here; it has {wanted}"
        elif link.has_direction and edge.source_label != link.anchor_from:
            reason = "kept, but it points against the direction of the link"
        else:
            return
        self._findings.add(self._table, record.row, _LABEL, reason, seen=edge.type)

    def _report_ends(self, record: Record, source: Any, target: Any) -> None:
        nouns = list(dict.fromkeys(n for k in self._links for n in (k.anchor_from, k.anchor_to)))
        for column, cell in ((_FROM, source), (_TO, target)):
            if not any(self._ends.find(cell, noun) for noun in nouns):
                reason = f"dropped: no {' or '.join(nouns)} has this id"
                self._findings.add(self._table, record.row, column, reason, seen=as_text(cell))
                return
        reason = f"dropped: its ends are not one {' and one '.join(nouns)}"
        seen = f"{as_text(source)} -> {as_text(target)}"
        self._findings.add(self._table, record.row, "", reason, seen=seen)
