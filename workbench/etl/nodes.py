"""Tables `Anchor_<noun>` as nodes.

Differs from the original (`vedana_etl.steps.get_grist_data`):
- an id column `<noun>_id` stays among the attributes where the model declares it (D30): its
  example queries return it. The node keeps its id in `id` either way;
- nodes are told apart by (id, noun), not by id alone (D31);
- a blank id counts as missing, so the row gets `<noun>:<row number>`, and is reported (D35);
- an error in a cell costs that cell, not the table (D34); a list stays a list (D36);
- dates and times are ISO text, where the original stores seconds since 1970.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..core.data_model import Anchor, Attribute
from ..core.documents import CellError, Document, Record
from ..core.values import Node
from .attributes import Values, read_values
from .cells import as_id
from .mapping import Matching, nearest
from .model import ModelDocument
from .rejects import Findings

PREFIX = "Anchor_"


@dataclass(frozen=True, slots=True)
class Nodes:
    """The nodes by (id, noun), where each came from, and what of them is to be embedded.

    `ids` maps (table, row number) to an id, also of rows `dropped` for an id that an earlier row
    has. `texts` maps (id, noun, attribute) to a text, and
    `skipped` counts by `noun.attribute: why` the values that get no vector.
    """

    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)
    ids: dict[tuple[str, int], str] = field(default_factory=dict)
    dropped: set[tuple[str, int]] = field(default_factory=set)
    texts: dict[tuple[str, ...], str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def read_nodes(
    data: Document, document: ModelDocument, findings: Findings, matching: Matching
) -> Nodes:
    """The nodes of every anchor, in the order of the model, then of the tables' rows."""
    nodes = Nodes()
    tables = [table for table in data.tables() if table.startswith(PREFIX)]
    for anchor in document.model.anchors:
        table = f"{PREFIX}{anchor.noun}"
        if table in tables:
            matching.match(anchor.noun, table)
            _AnchorTable(data, anchor, document, findings, matching).read(nodes)
        else:
            matching.miss(anchor.noun)
            reason = f"the data has no table {table}{nearest(table, tables, prefix=PREFIX)}"
            row = document.rows["Anchors", anchor.noun]
            document.findings.add("Anchors", row, "noun", reason, seen=anchor.noun)
    known = {f"{PREFIX}{anchor.noun}" for anchor in document.model.anchors}
    for table in tables:
        if table not in known:
            matching.ignore(table)
            reason = f"not read: the model has no anchor {table.removeprefix(PREFIX)}"
            findings.add(table, None, "", reason)
    return nodes


class _AnchorTable:
    def __init__(
        self,
        data: Document,
        anchor: Anchor,
        document: ModelDocument,
        findings: Findings,
        matching: Matching,
    ) -> None:
        self._data, self._anchor, self._document = data, anchor, document
        self._findings, self._matching = findings, matching
        self._table = f"{PREFIX}{anchor.noun}"
        self._id_column = f"{anchor.noun}_id"
        columns = data.columns(self._table)
        self._there = [column.id for column in columns]
        self._typed = [column.id for column in columns if not column.formula] or self._there

    def read(self, nodes: Nodes) -> None:
        declared = self._declared()
        first: dict[str, int] = {}
        for node_id, record in self._identified():
            kept = first.setdefault(node_id, record.row)
            nodes.ids[self._table, record.row] = node_id
            if kept != record.row:
                reason = f"dropped: row {kept} has the same id"
                self._findings.add(self._table, record.row, self._id_column, reason, seen=node_id)
                nodes.dropped.add((self._table, record.row))
                continue
            values = read_values(self._table, record, declared, self._findings)
            self._keep(node_id, values, nodes)

    def _identified(self) -> Iterable[tuple[str, Record]]:
        """Rows with their ids; those without an own one last, so that they take nobody's."""
        own, made = [], []
        for record in self._data.rows(self._table):
            if not any(record.cells[column] for column in self._typed):
                self._findings.add(self._table, record.row, "", "dropped: blank row")
                continue
            node_id = self._own_id(record)
            if node_id is None:
                made.append((f"{self._anchor.noun}:{record.row}", record))
            else:
                own.append((node_id, record))
        return [*own, *made]

    def _own_id(self, record: Record) -> str | None:
        if self._id_column not in self._there:
            return None
        cell = record.cells[self._id_column]
        node_id = as_id(cell)
        if node_id is None:
            reason = f"no usable id: kept as {self._anchor.noun}:{record.row}"
            seen = cell.why if isinstance(cell, CellError) else "blank" if cell is None else cell
            self._findings.add(self._table, record.row, self._id_column, reason, seen=seen)
        return node_id

    def _keep(self, node_id: str, values: Values, nodes: Nodes) -> None:
        noun = self._anchor.noun
        nodes.nodes[node_id, noun] = Node(node_id, (noun,), values.properties)
        for name, text in values.texts.items():
            nodes.texts[node_id, noun, name] = text
        nodes.skipped.update(f"{noun}.{name}: {why}" for name, why in values.skipped.items())

    def _declared(self) -> list[Attribute]:
        """The declared attributes that the table has; all others on both sides are reported."""
        found = [attribute for attribute in self._anchor.attributes if self._has(attribute)]
        links = self._document.model.links
        pointing = {
            *(k.anchor_from_link_attr_name for k in links if k.anchor_from == self._anchor.noun),
            *(k.anchor_to_link_attr_name for k in links if k.anchor_to == self._anchor.noun),
        }
        named = {self._id_column, *pointing, *(attribute.name for attribute in found)}
        for column in self._there:
            if column not in named:
                self._matching.ignore(f"{self._table}.{column}")
                self._findings.add(
                    self._table, None, column, "not read: the model declares no such attribute"
                )
        return found

    def _has(self, attribute: Attribute) -> bool:
        name = f"{self._anchor.noun}.{attribute.name}"
        if attribute.name == "id":
            self._lint(attribute, "not read: an attribute named id would replace the node's id")
        elif attribute.name in self._there:
            self._matching.match(name, f"{self._table}.{attribute.name}")
            return True
        else:
            hint = nearest(attribute.name, self._there)
            self._lint(attribute, f"{self._table} has no such column{hint}")
        self._matching.miss(name)
        return False

    def _lint(self, attribute: Attribute, reason: str) -> None:
        row = self._document.rows["Anchor_attributes", self._anchor.noun, attribute.name]
        self._document.findings.add(
            "Anchor_attributes", row, "attribute_name", reason, seen=attribute.name
        )
