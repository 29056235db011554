"""The tables of a TongGraph file, as release 0.1.0 and 0.2.0-alpha.1 make them."""

from __future__ import annotations

from collections.abc import Mapping

# column: what stands for it where a file lacks it, None where a row is nothing without it
Columns = Mapping[str, str | None]

ID: Columns = {"id": None}
TABLES: Mapping[str, Columns] = {
    "metadata": {"key": None, "value": None},
    "nodes": {**ID, "external_id": "'node:' || id", "labels": "''", "properties": "''"},
    "edges": {**ID, "source": None, "target": None, "edge_type": None, "properties": "''"},
    "variables": {**ID, "owner_id": "NULL", "domain": None, "prior": "''", "posterior": "''"},
    "variable_states": {"variable_id": None, "state_index": None, "state": None},
    "factors": {
        **ID,
        "input_variables": None,
        "output_variables": None,
        "function": None,
        "parameters": "''",
    },
    "factor_tables": {"factor_id": None, "variables": None, "values_text": None, "is_cpd": None},
    "latest_posteriors": {"variable_id": None, "values_text": None},
    "evidence": {**ID, "variable_id": None, "payload": None},
    "traces": {**ID, "payload": "''"},
    "op_log": {"seq": None, "op": None, "object_id": None, "payload": "''", "created_at": "0"},
    "fulltext_indexes": {"name": None, "target": None, "properties": None, "tokenizer": None},
    "vector_indexes": {
        "name": None,
        "target": None,
        "dimensions": None,
        "metric": None,
        "model": "NULL",
        "model_version": "NULL",
    },
    "vectors": {"index_name": None, "entity_id": None, "embedding": None},
}
# What release 0.1.0 does not make.
SINCE_0_2 = frozenset({"fulltext_indexes", "vector_indexes", "vectors"})
# The rows of FTS5 tables, which every SQLite can read: its module need not be there.
TEXT_ROWS = ("fulltext_unicode_content", "fulltext_trigram_content")
MIRRORS = {"node": ("node_properties", "node_id"), "edge": ("edge_properties", "edge_id")}
DERIVED = (*(copies for copies, _ in MIRRORS.values()), "property_keys", "property_values")
