"""Fixes as calls that a person can type; `bench` is the open bench.

`Node` and `Edge` are those of the package.
"""

from __future__ import annotations

from collections.abc import Sequence

NODE = ("node_id", "node_type")
EDGE = ("from_node_id", "to_node_id", "from_node_type", "to_node_type", "edge_label")
VECTORS = {
    "rag_anchor_embeddings": (*NODE, "attribute_name"),
    "rag_edge_embeddings": ("from_node_id", "to_node_id", "edge_label", "attribute_name"),
}
LOAD = "bench.load_grist('folder of the documents')"
REEMBED = "bench.reembed()"
DROP_WITHOUT_ID = "bench.graph.write('MATCH (n) WHERE n.id IS NULL DETACH DELETE n')"

Key = Sequence[str]


def copy_row(table: str, key: Key) -> str:
    """Bring one row of `table` from its grist_ table."""
    columns = _columns(table)
    names = ", ".join((*columns, "attributes"))
    text = (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM grist_{table} WHERE {_same(columns)} "
        f"ON CONFLICT ({', '.join(columns)}) DO UPDATE SET attributes = excluded.attributes"
    )
    return f"bench.relational.write({text!r}, {_given(columns, key)})"


def delete_row(table: str, key: Key) -> str:
    columns = _columns(table)
    text = f"DELETE FROM {table} WHERE {_same(columns)}"
    return f"bench.relational.write({text!r}, {_given(columns, key)})"


def put_node(key: Key) -> str:
    return _put_nodes(NODE, key)


def put_nodes(label: str) -> str:
    """Every node of a label, as the table has it."""
    return _put_nodes(("node_type",), (label,))


def put_edge(key: Key) -> str:
    return _put_edges(EDGE, key)


def put_edges(first: str, label: str) -> str:
    """Every edge of a label that leaves one type of node, as the table has it."""
    return _put_edges(("from_node_type", "edge_label"), (first, label))


def drop_node(key: Key) -> str:
    node_id, label = key
    return f"bench.graph.drop([Node({node_id!r}, ({label!r},))])"


def drop_edge(key: Key) -> str:
    source, target, first, second, label = key
    edge = f"Edge({source!r}, {label!r}, {target!r}, {{}}, {first!r}, {second!r})"
    return f"bench.graph.drop([], [{edge}])"


def put_vector(store: str, key: Key, text: str) -> str:
    vector = f"bench.embedder.embed([{text!r}])[0]"
    return f"{_vectors(store)}.put([({tuple(key)!r}, {vector}, {{'attribute_value': {text!r}}})])"


def drop_vector(store: str, key: Key) -> str:
    return f"{_vectors(store)}.drop([{tuple(key)!r}])"


def _put_nodes(columns: Key, key: Key) -> str:
    text = f"SELECT node_id, node_type, attributes FROM nodes WHERE {_same(columns)}"
    rows = f"bench.relational.rows({text!r}, {_given(columns, key)}).values"
    return f"bench.graph.put([Node(i, (t,), a or {{}}) for i, t, a in {rows}])"


def _put_edges(columns: Key, key: Key) -> str:
    text = f"SELECT {', '.join(EDGE)}, attributes FROM edges WHERE {_same(columns)}"
    rows = f"bench.relational.rows({text!r}, {_given(columns, key)}).values"
    edge = "Edge(f, k, t, a or {}, x, y)"
    return f"bench.graph.put([], [{edge} for f, t, x, y, k, a in {rows}])"


def _vectors(store: str) -> str:
    return f"bench.vectors({store!r}, key={VECTORS[store]!r})"


def _columns(table: str) -> tuple[str, ...]:
    return NODE if table.endswith("nodes") else EDGE


def _same(columns: Key) -> str:
    return " AND ".join(f"{column} = ${column}" for column in columns)


def _given(columns: Key, key: Key) -> str:
    return repr(dict(zip(columns, key, strict=True)))
