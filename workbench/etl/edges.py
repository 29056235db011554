"""Link tables and pointing columns as edges.

Differs from the original (`vedana_etl.steps.get_grist_data`):
- edges are told apart by both ends with their nouns and the label, not by ids and label (D25);
- a row written from the second anchor to the first is known by where its ids are, not by the
  text before ":";
- an integer end is a row number of the anchor's table, or an id where that anchor's ids are
  integers, and does not skip the table (D34);
- a label that the model does not have is kept, as in the original, and reported (D32);
- an edge without both its nodes is dropped, as in the original, and reported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from ..core.data_model import Link
from ..core.documents import Document
from ..core.values import Edge
from .ends import Ends
from .link_tables import PREFIX, Found, LinkTable, link_of, links_of
from .mapping import Matching
from .model import ModelDocument
from .nodes import Nodes
from .pointers import PointerColumns
from .rejects import Findings

Key = tuple[str, str, str, str, str]


def key_of(edge: Edge) -> Key:
    """From, to, their nouns and the label, as the tables have it."""
    return edge.source, edge.target, edge.source_label, edge.target_label, edge.type


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges by their whole key, and what of them is to be embedded.

    `texts` maps (from, to, label, attribute) to a text: the vector table has no room for nouns.
    `skipped` counts by `sentence.attribute: why` the values that get no vector.
    """

    edges: dict[Key, Edge] = field(default_factory=dict)
    texts: dict[tuple[str, ...], str] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def read_edges(
    data: Document,
    document: ModelDocument,
    nodes: Nodes,
    *,
    findings: Findings,
    matching: Matching,
) -> Edges:
    """Edges of link tables in their order, then of pointing columns, then the reversed copies."""
    return _Reader(data, document, nodes, findings, matching).read()


class _Reader:
    def __init__(
        self,
        data: Document,
        document: ModelDocument,
        nodes: Nodes,
        findings: Findings,
        matching: Matching,
    ) -> None:
        self._data, self._document, self._nodes = data, document, nodes
        self._findings, self._matching = findings, matching
        self._links = document.model.links
        self._found = Edges()

    def read(self) -> Edges:
        for table in self._data.tables():
            if table.startswith(PREFIX):
                self._read_table(table)
        pointers = PointerColumns(self._data, self._document, self._nodes)
        for edge in pointers.read(self._findings, self._matching):
            self._found.edges.setdefault(key_of(edge), edge)
        self._add_reversed()
        self._report_missing()
        return self._found

    def _read_table(self, table: str) -> None:
        links = links_of(table, self._document.model)
        if not links:
            self._matching.ignore(table)
            reason = f"not read: the model has no link {table.removeprefix(PREFIX)}"
            self._findings.add(table, None, "", reason)
            return
        reader = LinkTable(
            self._data, table, links, ends=Ends(self._nodes), findings=self._findings
        )
        self._match(reader, table, links)
        rows: dict[Key, int] = {}
        for found in reader.read():
            key = key_of(found.edge)
            if key not in self._found.edges:
                self._keep(key, found)
                rows[key] = found.row
                continue
            other = f"row {rows[key]}" if key in rows else "an earlier table"
            seen = f"{found.edge.source} -> {found.edge.target}"
            self._findings.add(table, found.row, "", f"dropped: {other} has this edge", seen=seen)

    def _match(self, reader: LinkTable, table: str, links: list[Link]) -> None:
        for link in links:
            self._matching.match(link.sentence, table)
        for name in reader.declared:
            for sentence in {k.sentence for k in links if name in {a.name for a in k.attributes}}:
                self._matching.match(f"{sentence}.{name}", f"{table}.{name}")
        for column in reader.undeclared:
            self._matching.ignore(f"{table}.{column}")
            reason = "not read: the model declares no such attribute"
            self._findings.add(table, None, column, reason)

    def _keep(self, key: Key, found: Found) -> None:
        edge = replace(found.edge, properties=found.values.properties)
        self._found.edges[key] = edge
        for name, text in found.values.texts.items():
            self._found.texts.setdefault((edge.source, edge.target, edge.type, name), text)
        for name, why in found.values.skipped.items():
            self._found.skipped[f"{edge.type}.{name}: {why}"] += 1

    def _add_reversed(self) -> None:
        """A link without direction is stored both ways, attributes and vectors included."""
        for edge in list(self._found.edges.values()):
            link = link_of(edge, self._links)
            if link is None or link.has_direction:
                continue
            self._found.edges.setdefault(key_of(reverse := reversed_copy(edge)), reverse)
            for name in edge.properties:
                text = self._found.texts.get((edge.source, edge.target, edge.type, name))
                if text is not None:
                    key = (reverse.source, reverse.target, edge.type, name)
                    self._found.texts.setdefault(key, text)

    def _report_missing(self) -> None:
        """Links and their attributes for which the data has no table and no column."""
        report = self._document.findings
        for link in self._links:
            if link.sentence not in self._matching:
                self._matching.miss(link.sentence)
                row = self._document.rows["Links", link.anchor_from, link.anchor_to, link.sentence]
                reason = (
                    f"the data has no table {PREFIX}{link.sentence} or "
                    f"{PREFIX}{link.anchor_from}_{link.anchor_to}, and no column that points"
                )
                report.add("Links", row, "sentence", reason, seen=link.sentence)
        for sentence, name in dict.fromkeys(
            (k.sentence, a.name) for k in self._links for a in k.attributes
        ):
            if f"{sentence}.{name}" not in self._matching:
                self._matching.miss(f"{sentence}.{name}")
                row = self._document.rows["Link_attributes", sentence, name]
                reason = "no table of the link has such a column"
                report.add("Link_attributes", row, "attribute_name", reason, seen=name)


def reversed_copy(edge: Edge) -> Edge:
    return replace(
        edge,
        source=edge.target,
        target=edge.source,
        source_label=edge.target_label,
        target_label=edge.source_label,
    )
