"""Columns of anchor tables that point to other rows: an edge for every row pointed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..core.data_model import Link
from ..core.documents import Document, Record
from ..core.values import Edge
from .cells import as_text
from .ends import Ends
from .mapping import Matching, nearest
from .model import ModelDocument
from .nodes import PREFIX, Nodes
from .rejects import Findings


class _Pointer(NamedTuple):
    """Column `column` of the table of `noun` points to `other`; `setting` is where it says so."""

    link: Link
    noun: str
    other: str
    column: str
    setting: str

    @property
    def table(self) -> str:
        return f"{PREFIX}{self.noun}"

    def edge(self, own: str, pointed: str) -> Edge:
        """From the link's first anchor to its second, whichever of them holds the column."""
        link = self.link
        ends = (own, pointed) if self.setting == "anchor1_link_column_name" else (pointed, own)
        return Edge(ends[0], link.sentence, ends[1], {}, link.anchor_from, link.anchor_to)


def pointers(link: Link) -> Iterator[_Pointer]:
    first, second = link.anchor_from, link.anchor_to
    if column := link.anchor_from_link_attr_name:
        yield _Pointer(link, first, second, column, "anchor1_link_column_name")
    if column := link.anchor_to_link_attr_name:
        yield _Pointer(link, second, first, column, "anchor2_link_column_name")


class PointerColumns:
    """Reads all columns of one document that point to rows."""

    def __init__(self, data: Document, document: ModelDocument, nodes: Nodes) -> None:
        self._data, self._document = data, document
        self._nodes, self._ends = nodes, Ends(nodes)

    def read(self, findings: Findings, matching: Matching) -> Iterator[Edge]:
        for link in self._document.model.links:
            for pointer in pointers(link):
                if self._there(pointer):
                    matching.match(link.sentence, f"{pointer.table}.{pointer.column}")
                    yield from self._edges(pointer, findings)

    def _there(self, pointer: _Pointer) -> bool:
        if pointer.table not in self._data.tables():
            return False  # reported with the anchor
        columns = [column.id for column in self._data.columns(pointer.table)]
        if pointer.column in columns:
            return True
        link = pointer.link
        row = self._document.rows["Links", link.anchor_from, link.anchor_to, link.sentence]
        hint = nearest(pointer.column, columns)
        reason = f"{pointer.table} has no such column{hint}"
        self._document.findings.add("Links", row, pointer.setting, reason, seen=pointer.column)
        return False

    def _edges(self, pointer: _Pointer, findings: Findings) -> Iterator[Edge]:
        for record in self._data.rows(pointer.table):
            place = (pointer.table, record.row)
            own = self._nodes.ids.get(place)
            if own is None or place in self._nodes.dropped:
                continue
            for cell in self._cells(pointer, record, findings):
                if pointed := self._ends.find(cell, pointer.other):
                    yield pointer.edge(own, pointed)
                else:
                    reason = f"dropped: points to no {pointer.other}"
                    findings.add(*place, pointer.column, reason, seen=as_text(cell))

    def _cells(self, pointer: _Pointer, record: Record, findings: Findings) -> list[Any]:
        cell = findings.check(pointer.table, record, pointer.column, shown=False)
        cells = cell if isinstance(cell, list) else [cell]
        return [item for item in cells if item is not None]
