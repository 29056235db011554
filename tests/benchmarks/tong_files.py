"""Writes TongGraph files: a model in the form in which 0.2.0-alpha.1 keeps it."""

from __future__ import annotations

import random
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbench.core.property_graph.change import Model
from workbench.core.property_graph.records import EdgeRecord, NodeRecord, Scalar, TextIndex

_TABLES = """
CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE nodes (id INTEGER PRIMARY KEY, external_id TEXT NOT NULL UNIQUE,
    labels TEXT NOT NULL, properties TEXT NOT NULL);
CREATE TABLE node_properties (node_id INTEGER NOT NULL, key TEXT NOT NULL,
    value_type TEXT NOT NULL, value_text TEXT NOT NULL, PRIMARY KEY (node_id, key));
CREATE TABLE edges (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, target INTEGER NOT NULL,
    edge_type TEXT NOT NULL, properties TEXT NOT NULL);
CREATE TABLE edge_properties (edge_id INTEGER NOT NULL, key TEXT NOT NULL,
    value_type TEXT NOT NULL, value_text TEXT NOT NULL, PRIMARY KEY (edge_id, key));
CREATE TABLE property_keys (scope TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (scope, key));
CREATE TABLE property_values (scope TEXT NOT NULL, key TEXT NOT NULL, value_type TEXT NOT NULL,
    value_text TEXT NOT NULL, PRIMARY KEY (scope, key, value_type, value_text));
CREATE TABLE fulltext_indexes (name TEXT PRIMARY KEY, target TEXT NOT NULL,
    properties TEXT NOT NULL, tokenizer TEXT NOT NULL);
CREATE TABLE vector_indexes (name TEXT PRIMARY KEY, target TEXT NOT NULL,
    dimensions INTEGER NOT NULL, metric TEXT NOT NULL, model TEXT, model_version TEXT);
CREATE TABLE vectors (index_name TEXT NOT NULL, entity_id INTEGER NOT NULL,
    embedding BLOB NOT NULL, PRIMARY KEY (index_name, entity_id),
    FOREIGN KEY (index_name) REFERENCES vector_indexes(name) ON DELETE CASCADE);
CREATE TABLE op_log (seq INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT NOT NULL,
    object_id INTEGER NOT NULL, payload TEXT NOT NULL,
    created_at INTEGER NOT NULL DEFAULT (unixepoch()));
CREATE TABLE variables (id INTEGER PRIMARY KEY, owner_id INTEGER, domain TEXT NOT NULL,
    prior TEXT NOT NULL, posterior TEXT NOT NULL);
CREATE TABLE variable_states (variable_id INTEGER NOT NULL, state_index INTEGER NOT NULL,
    state TEXT NOT NULL, PRIMARY KEY (variable_id, state_index));
CREATE TABLE factors (id INTEGER PRIMARY KEY, input_variables TEXT NOT NULL,
    output_variables TEXT NOT NULL, function TEXT NOT NULL, parameters TEXT NOT NULL);
CREATE TABLE factor_tables (factor_id INTEGER PRIMARY KEY, variables TEXT NOT NULL,
    values_text TEXT NOT NULL, is_cpd INTEGER NOT NULL);
CREATE TABLE latest_posteriors (variable_id INTEGER PRIMARY KEY, values_text TEXT NOT NULL);
CREATE TABLE evidence (id INTEGER PRIMARY KEY, variable_id INTEGER NOT NULL,
    payload TEXT NOT NULL);
CREATE TABLE traces (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX idx_nodes_external_id ON nodes(external_id);
CREATE INDEX idx_node_properties_key ON node_properties(key, node_id);
CREATE INDEX idx_node_properties_key_value
    ON node_properties(key, value_type, value_text, node_id);
CREATE INDEX idx_edges_source ON edges(source);
CREATE INDEX idx_edges_target ON edges(target);
CREATE INDEX idx_edges_type ON edges(edge_type);
CREATE INDEX idx_edge_properties_key ON edge_properties(key, edge_id);
CREATE INDEX idx_edge_properties_key_value
    ON edge_properties(key, value_type, value_text, edge_id);
CREATE INDEX idx_property_values_lookup ON property_values(scope, key, value_type, value_text);
CREATE INDEX idx_vectors_entity ON vectors(entity_id, index_name);
CREATE INDEX idx_op_log_op ON op_log(op);
"""
_CATALOGUE = """
INSERT INTO property_values SELECT DISTINCT 'node', key, value_type, value_text
    FROM node_properties;
INSERT INTO property_values SELECT DISTINCT 'edge', key, value_type, value_text
    FROM edge_properties;
INSERT INTO property_keys SELECT DISTINCT scope, key FROM property_values;
"""


def large_model(nodes: int = 100_000, edges: int = 400_000, *, seed: int = 8) -> Model:
    """People who know each other: 3 properties a node, one an edge, no belief."""
    draw = random.Random(seed)
    labels = [("Person",), ("Person", "Author"), ("Document",)]
    return Model(
        nodes=[
            NodeRecord(
                number,
                f"person:{number}",
                labels[number % 3],
                {"name": f"name {number}", "rank": number % 97, "score": draw.random()},
            )
            for number in range(nodes)
        ],
        edges=[
            EdgeRecord(
                number,
                draw.randrange(nodes),
                draw.randrange(nodes),
                ("KNOWS", "WROTE", "READ")[number % 3],
                {"weight": round(draw.random(), 3)},
            )
            for number in range(edges)
        ],
    )


def write_large(path: Path, nodes: int = 100_000, edges: int = 400_000) -> Model:
    """A large file with its sidecar: what was written."""
    model = large_model(nodes, edges)
    write_model(path, model)
    return model


def write_model(path: Path, model: Model) -> None:
    """A file and its sidecar that hold `model`, whose log and metadata are not taken from it."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;" + _TABLES)
        for table, rows in _rows(model):
            _insert(db, table, rows)
        db.executescript(_CATALOGUE + _INDEXES)
        for table, tokenizer in (("unicode", "unicode61"), ("trigram", "trigram")):
            _insert_texts(db, f"fulltext_{table}", tokenizer, model)
        db.commit()
        db.execute("PRAGMA journal_mode = WAL")
    write_sidecar(path, model)


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _rows(model: Model) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    stored = [kind for kind in model.next_ids if kind in ("node", "edge")]
    counters = [(f"next_{kind}_id", str(model.next_ids[kind])) for kind in stored]
    yield "metadata", [("storage_format", "tonggraph-sqlite-v1"), *counters]
    yield (
        "nodes",
        ((n.id, n.external_id, texts(n.labels), properties(n.properties)) for n in model.nodes),
    )
    yield (
        "edges",
        ((e.id, e.source, e.target, e.edge_type, properties(e.properties)) for e in model.edges),
    )
    yield "node_properties", _mirror(model.nodes)
    yield "edge_properties", _mirror(model.edges)
    yield (
        "fulltext_indexes",
        ((i.name, i.target, texts(i.properties), i.tokenizer) for i in model.text_indexes),
    )
    yield (
        "vector_indexes",
        (
            (i.name, i.target, i.dimensions, i.metric, i.model, i.model_version)
            for i in model.vector_indexes
        ),
    )
    packed = ((v, struct.pack(f"<{len(v.embedding)}f", *v.embedding)) for v in model.vectors)
    yield "vectors", ((v.index, v.entity, embedding) for v, embedding in packed)
    yield from _belief(model)
    yield "op_log", _log(model)


def _belief(model: Model) -> Iterator[tuple[str, Iterable[tuple[Any, ...]]]]:
    yield (
        "variables",
        (
            (v.id, v.owner_id, v.domain, properties(v.prior), properties(v.posterior))
            for v in model.variables
        ),
    )
    states = ((v.id, at, state) for v in model.variables for at, state in enumerate(v.states))
    yield "variable_states", states
    yield (
        "factors",
        (
            (
                f.id,
                numbers(f.input_variables),
                numbers(f.output_variables),
                f.function,
                properties(f.parameters),
            )
            for f in model.factors
        ),
    )
    yield (
        "factor_tables",
        (
            (f.id, numbers(f.table.variables), numbers(f.table.values), int(f.table.is_cpd))
            for f in model.factors
            if f.table
        ),
    )
    yield "latest_posteriors", ((p.variable_id, numbers(p.values)) for p in model.posteriors)
    yield "evidence", ((e.id, e.variable_id, properties(e.payload)) for e in model.evidence)
    yield "traces", ((t.id, properties(t.payload)) for t in model.traces)


def _mirror(records: Sequence[NodeRecord | EdgeRecord]) -> Iterator[tuple[Any, ...]]:
    for record in records:
        for key, value in record.properties.items():
            yield record.id, key, *typed(value)


def _log(model: Model) -> Iterator[tuple[Any, ...]]:
    """Every record as it was made."""
    made = [
        *(("add_node", n.id, n.external_id) for n in model.nodes),
        *(("add_edge", e.id, e.edge_type) for e in model.edges),
        *(("add_variable", v.id, v.domain) for v in model.variables),
        *(("add_factor", f.id, f.function) for f in model.factors),
        *(("add_evidence", e.id, str(e.variable_id)) for e in model.evidence),
        *(("add_trace", t.id, "trace") for t in model.traces),
    ]
    for seq, (op, number, payload) in enumerate(made, start=1):
        yield seq, op, number, payload, 1_795_255_005


def _insert_texts(db: sqlite3.Connection, table: str, tokenizer: str, model: Model) -> None:
    indexes = [index for index in model.text_indexes if index.tokenizer == tokenizer]
    if not indexes:
        return
    db.execute(
        f"CREATE VIRTUAL TABLE {table} USING fts5(index_name UNINDEXED, target UNINDEXED, "
        f"entity_id UNINDEXED, content, tokenize='{tokenizer}')"
    )
    for index in indexes:
        db.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", _contents(index, model))


def _contents(index: TextIndex, model: Model) -> Iterator[tuple[Any, ...]]:
    for record in model.nodes if index.target == "node" else model.edges:
        values = [record.properties.get(key) for key in index.properties]
        found = [value for value in values if isinstance(value, str) and value.strip()]
        if found:
            yield index.name, index.target, record.id, "\n".join(found)


def write_sidecar(path: Path, model: Model) -> None:
    """`<file>.segments/`, as `compact()` writes it."""
    slots = max((node.id + 1 for node in model.nodes), default=0)
    folder = path.with_name(path.name + ".segments")
    folder.mkdir()
    (folder / "manifest.txt").write_text(
        f"version=tonggraph-segment-v1\nnode_count={slots}\n"
        f"edge_count={len(model.edges)}\nfile=segment-v1.bin\n"
    )
    parts = [b"TGSEG001", struct.pack("<Q", slots)]
    for end in ("source", "target"):
        at: list[list[int]] = [[] for _ in range(slots)]
        for edge in model.edges:
            at[getattr(edge, end)].append(edge.id)
        offsets = [0]
        for ids in at:
            offsets.append(offsets[-1] + len(ids))
        parts += [_vector(offsets), _vector([number for ids in at for number in ids])]
    (folder / "segment-v1.bin").write_bytes(b"".join(parts))


def _vector(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values) + 1}Q", len(values), *values)


def escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, written)
    return text


def texts(items: Iterable[str]) -> str:
    return "\n".join(map(escaped, items))


def properties(values: Mapping[str, Scalar]) -> str:
    # Keys ascend by their bytes, as Rust orders them.
    ordered = sorted(values.items(), key=lambda item: item[0].encode())
    return "\n".join(
        "\t".join((escaped(key), kind, escaped(text)))
        for key, (kind, text) in ((key, typed(value)) for key, value in ordered)
    )


def typed(value: Scalar) -> tuple[str, str]:
    if isinstance(value, bool):
        return "bool", "true" if value else "false"
    if isinstance(value, int):
        return "int", str(value)
    if isinstance(value, float):
        return "float", plain(value)
    return "string", value


def plain(value: float) -> str:
    """The shortest digits that give the number back, without an exponent."""
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def numbers(values: Iterable[float]) -> str:
    return ",".join(plain(v) if isinstance(v, float) else str(v) for v in values)
