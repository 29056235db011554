"""The tables that a load writes, and an extract as their records.

Differs from the original: `memgraph_anchor_indexes` follows the anchors, also those without
attributes (D23); `dm_link_attributes` holds an attribute of a shared sentence once (D29).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import nan
from typing import Any, NamedTuple

from ..core.data_model import Attribute, DataModel
from ..core.values import Edge, Node
from .extract import Extract

Key = tuple[Any, ...]
Record = Sequence[Any]
Records = Sequence[Record]


def _in_json_order(record: Record) -> list[Any]:
    """As read back from jsonb, which orders names by length, then by bytes."""
    names = sorted(record[-1], key=lambda name: (len(name.encode()), name.encode()))
    return [*record[:-1], {name: record[-1][name] for name in names}]


def _in_a_frame(record: Record) -> list[Any]:
    """As pandas holds a row of texts: what nobody wrote is not a number."""
    return [nan if value is None else value for value in record]


def _asked(record: Record) -> list[Any]:
    question, answer, context, scenario, comment = record
    return [question, answer, scenario, context, comment]


def _without_vector(record: Record) -> list[Any]:
    """Datapipe hashes the text of every number too, which takes longer than all else. A hash
    that differs only makes its own next run write the row again."""
    return list(record[:-1])


class Table(NamedTuple):
    """A table by its key columns and its others; `hashed` is what Datapipe hashes of a record."""

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...] = ()
    hashed: Callable[[Record], list[Any]] = list

    @property
    def columns(self) -> tuple[str, ...]:
        return self.key + self.others


_DESCRIBED = (
    *("description", "data_example", "embeddable", "query", "dtype"),
    *("embed_threshold", "embed_top_n"),
)
_EDGE = ("from_node_id", "to_node_id", "from_node_type", "to_node_type", "edge_label")

NODES = Table("nodes", ("node_id", "node_type"), ("attributes",), _in_json_order)
EDGES = Table("edges", _EDGE, ("attributes",), _in_json_order)
NODE_VECTORS = Table(
    "rag_anchor_embeddings",
    ("node_id", "node_type", "attribute_name"),
    ("attribute_value", "embedding"),
    _without_vector,
)
EDGE_VECTORS = Table(
    "rag_edge_embeddings",
    ("from_node_id", "to_node_id", "edge_label", "attribute_name"),
    ("attribute_value", "embedding"),
    _without_vector,
)
# What the workbench keeps beside each vector, in a table with the same key.
VECTOR_STATES = {
    NODE_VECTORS.name: "workbench_node_vector",
    EDGE_VECTORS.name: "workbench_edge_vector",
}
_ANCHORS = Table("dm_anchors", ("noun",), ("description", "id_example", "query"), _in_a_frame)
ANCHOR_ATTRIBUTES = Table(
    "dm_anchor_attributes", ("anchor", "attribute_name"), _DESCRIBED, _in_a_frame
)
_LINKS = Table(
    "dm_links",
    ("anchor1", "anchor2", "sentence"),
    (
        *("description", "query", "anchor1_link_column_name", "anchor2_link_column_name"),
        "has_direction",
    ),
    _in_a_frame,
)
LINK_ATTRIBUTES = Table("dm_link_attributes", ("link", "attribute_name"), _DESCRIBED, _in_a_frame)
_QUERIES = Table("dm_queries", ("query_name",), ("query_example",))
_PROMPTS = Table("dm_prompts", ("name",), ("text",))
_LIFECYCLE = Table("dm_conversation_lifecycle", ("event",), ("text",))
_GRIST_NODES = NODES._replace(name="grist_nodes", hashed=list)
_GRIST_EDGES = EDGES._replace(name="grist_edges", hashed=list)
ANCHOR_INDEXES = Table("memgraph_anchor_indexes", ("anchor",))
_LINK_INDEXES = Table("memgraph_link_indexes", ("link",))
_GOLDEN = Table(
    "eval_gds",
    ("gds_question",),
    ("gds_answer", "question_context", "question_scenario", "question_comment"),
    _asked,
)


def names(*, golden: bool) -> list[str]:
    """Every table that a load writes."""
    model = (_ANCHORS, ANCHOR_ATTRIBUTES, _LINKS, LINK_ATTRIBUTES, _QUERIES, _PROMPTS, _LIFECYCLE)
    data = (_GRIST_NODES, NODES, _GRIST_EDGES, EDGES, ANCHOR_INDEXES, _LINK_INDEXES)
    asked = (_GOLDEN,) if golden else ()
    return [table.name for table in (*model, *data, *asked, NODE_VECTORS, EDGE_VECTORS)]


def records(extract: Extract) -> dict[Table, Records]:
    """What each table without vectors is to hold; no entry for a table that stays as it is."""
    nodes = [node_record(node) for node in extract.nodes]
    edges = [edge_record(edge) for edge in extract.edges]
    found: dict[Table, Records] = {
        **_model_records(extract.model),
        _GRIST_NODES: nodes,
        NODES: nodes,
        _GRIST_EDGES: edges,
        EDGES: edges,
    }
    return found if extract.golden is None else {**found, _GOLDEN: extract.golden}


def _model_records(model: DataModel) -> dict[Table, Records]:
    links = [
        (
            *(k.anchor_from, k.anchor_to, k.sentence, k.description, k.query),
            *(k.anchor_from_link_attr_name, k.anchor_to_link_attr_name, k.has_direction),
        )
        for k in model.links
    ]
    described = {k.sentence: k.attributes for k in model.links if k.attributes}
    return {
        _ANCHORS: [(a.noun, a.description, a.id_example, a.query) for a in model.anchors],
        ANCHOR_ATTRIBUTES: _described((a.noun, a.attributes) for a in model.anchors),
        _LINKS: links,
        LINK_ATTRIBUTES: _described(described.items()),
        _QUERIES: model.queries,
        _PROMPTS: model.prompts,
        _LIFECYCLE: model.lifecycle,
        ANCHOR_INDEXES: [(anchor.noun,) for anchor in model.anchors],
        _LINK_INDEXES: [(sentence,) for sentence in described],
    }


def _described(owners: Iterable[tuple[str, Iterable[Attribute]]]) -> Records:
    return [
        (
            *(owner, a.name, a.description, a.example, a.embeddable, a.query, a.dtype),
            *(a.embed_threshold, a.embed_top_n),
        )
        for owner, attributes in owners
        for a in attributes
    ]


def node_record(node: Node) -> tuple[Any, ...]:
    return node.id, node.labels[0], _document(node.properties)


def edge_record(edge: Edge) -> tuple[Any, ...]:
    ends = edge.source, edge.target, edge.source_label, edge.target_label
    return *ends, edge.type, _document(edge.properties)


def _document(properties: Mapping[str, Any]) -> dict[str, Any]:
    """As it is where it is a dict already: a copy of each would double a load's memory."""
    return properties if isinstance(properties, dict) else dict(properties)
