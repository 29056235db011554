"""The tables of each system as they are now: column names and types, and the branch heads.

What `recognise` compares a database with. Types are PostgreSQL's own names, `vector` without
its dimension. A test holds these against the tables that the migrations make.
"""

from __future__ import annotations

from collections.abc import Mapping

Shape = Mapping[str, str]

HEADS = {
    "workbench": "workbench_0003",
    "vedana": "vedana_0003",
    "lore": "lore_0002",
    "sagas": "sagas_0001",
    "veles": "veles_0001",
    "tong": "tong_0001",
}
VEDANA_HEAD = "a4ffc429e5ab"  # of Vedana's own Alembic, whose tables vedana_0001 repeats

_VARCHAR, _TEXT, _TEXTS = "character varying", "text", "text[]"
_NAIVE, _MOMENT = "timestamp without time zone", "timestamp with time zone"

JIMS: dict[str, Shape] = {
    "threads": {
        "thread_id": "uuid",
        "created_at": _NAIVE,
        "thread_config": "jsonb",
        "contact_id": _VARCHAR,
        "external_id": _VARCHAR,
    },
    "thread_events": {
        "thread_id": "uuid",
        "event_id": "uuid",
        "created_at": _NAIVE,
        "event_type": f"{_VARCHAR}(255)",
        "event_domain": f"{_VARCHAR}(255)",
        "event_name": f"{_VARCHAR}(255)",
        "event_data": "json",
    },
}

_EDGE = "from_node_id to_node_id from_node_type to_node_type edge_label"
_ATTRIBUTE = "description data_example embeddable query dtype embed_threshold embed_top_n"
_LINK = "description query anchor1_link_column_name anchor2_link_column_name has_direction"
_ANSWER = "gds_answer question_context question_scenario question_comment"
_KEYED = {  # Datapipe tables: (key columns, other columns)
    "dm_anchors": ("noun", "description id_example query"),
    "dm_anchor_attributes": ("anchor attribute_name", _ATTRIBUTE),
    "dm_links": ("anchor1 anchor2 sentence", _LINK),
    "dm_link_attributes": ("link attribute_name", _ATTRIBUTE),
    "dm_queries": ("query_name", "query_example"),
    "dm_prompts": ("name", "text"),
    "dm_conversation_lifecycle": ("event", "text"),
    "grist_nodes": ("node_id node_type", "attributes"),
    "nodes": ("node_id node_type", "attributes"),
    "grist_edges": (_EDGE, "attributes"),
    "edges": (_EDGE, "attributes"),
    "memgraph_anchor_indexes": ("anchor", ""),
    "memgraph_link_indexes": ("link", ""),
    "rag_anchor_embeddings": ("node_id node_type attribute_name", "attribute_value embedding"),
    "rag_edge_embeddings": (
        "from_node_id to_node_id edge_label attribute_name",
        "attribute_value embedding",
    ),
    "eval_gds": ("gds_question", _ANSWER),
}
_IN_GRAPH = {"memgraph_nodes": "node_id node_type", "memgraph_edges": _EDGE}
_DATAPIPE_TYPES = {
    "attributes": "jsonb",
    "embedding": "vector",
    "embeddable": "boolean",
    "has_direction": "boolean",
    "embed_threshold": "double precision",
    "embed_top_n": "integer",
}
ROW_META: Shape = {
    "hash": "integer",
    "create_ts": "double precision",
    "update_ts": "double precision",
    "process_ts": "double precision",
    "delete_ts": "double precision",
}
TRANSFORM_META: Shape = {
    "process_ts": "double precision",
    "is_success": "boolean",
    "priority": "integer",
    "error": _VARCHAR,
}


def _columns(names: str) -> Shape:
    return {name: _DATAPIPE_TYPES.get(name, _VARCHAR) for name in names.split()}


DATAPIPE: dict[str, Shape] = {
    table: _columns(f"{keys} {others}") for table, (keys, others) in _KEYED.items()
}
METAS: dict[str, Shape] = {
    f"{table}_meta": {**_columns(keys), **ROW_META}
    for table, keys in ({t: keys for t, (keys, _) in _KEYED.items()} | _IN_GRAPH).items()
}


def _lore(text: str, **others: str) -> Shape:
    """`text` columns in order, where another type is not named."""
    return {name: others.get(name, _TEXT) for name in text.split()}


LORE: dict[str, Shape] = {
    "world": _lore("id name current_era schema_version created_at", created_at=_MOMENT),
    "lore_event": _lore(
        "id world_id event_type entity_id entity_type occurred_at in_fiction_time payload "
        "sources actor_id created_at",
        id="bigint", occurred_at=_MOMENT, payload="jsonb", sources=_TEXTS, created_at=_MOMENT,
    ),
    "trade_log": _lore(
        "id world_id lot_id item_id buyer_id seller_id quantity unit unit_price total_price "
        "occurred_at in_fiction_time location_id secrecy payload sources",
        id="bigint", quantity="numeric", unit_price="numeric", total_price="numeric",
        occurred_at=_MOMENT, payload="jsonb", sources=_TEXTS,
    ),
    "mission_log": _lore(
        "id mission_id step_no step_type occurred_at in_fiction_time party location_id outcome "
        "notes sources",
        id="bigint", step_no="integer", occurred_at=_MOMENT, party=_TEXTS, sources=_TEXTS,
    ),
    "campaign_event": _lore(
        "id campaign_id event_type occurred_at in_fiction_time faction_id location_id army_size "
        "casualties outcome payload sources",
        id="bigint", occurred_at=_MOMENT, army_size="integer", casualties="integer",
        payload="jsonb", sources=_TEXTS,
    ),
    "tool_call": _lore(
        "id session_id tool_name arguments result duration_ms error called_at",
        id="bigint", arguments="jsonb", result="jsonb", duration_ms="integer", called_at=_MOMENT,
    ),
    "retcon": _lore(
        "id world_id target_kind target_id before after reason actor_id retconned_at sources",
        id="bigint", before="jsonb", after="jsonb", retconned_at=_MOMENT, sources=_TEXTS,
    ),
    "dialogue_log": _lore(
        "id world_id npc_id session_id message in_fiction_time occurred_at",
        id="bigint", occurred_at=_MOMENT,
    ),
}  # fmt: skip

_VISIBLE = "setting_id time secrecy owner min_tier text text_hash loaded_from embedding words"


def _collection(names: str) -> Shape:
    return _lore(f"id {names} {_VISIBLE}", min_tier="integer", embedding="vector", words="tsvector")


LORE_VECTORS: dict[str, Shape] = {  # the document names these and leaves their columns open
    "lore_chunks": _collection("source_id title"),
    "messages": _collection("npc_id session_id"),
    "domain_summaries": _collection("entity_id name type object_key"),
}
SAGAS: dict[str, Shape] = {
    "saga_journal": _lore(
        "saga_id step_no saga_type step_name state idempotency_key payload error attempts "
        "lease_owner lease_until created_at updated_at",
        step_no="integer", payload="jsonb", attempts="integer", lease_until=_MOMENT,
        created_at=_MOMENT, updated_at=_MOMENT,
    ),
    "dead_letter": _lore(
        "id saga_id step_no reason payload attempts first_failed_at last_failed_at resolved_at "
        "resolved_by resolution",
        id="bigint", step_no="integer", payload="jsonb", attempts="integer",
        first_failed_at=_MOMENT, last_failed_at=_MOMENT, resolved_at=_MOMENT,
    ),
    "attachments_pending": _lore(
        "id saga_id mission_id object_key sha256 size_bytes attempts next_try_at last_error "
        "created_at done_at",
        id="bigint", size_bytes="bigint", attempts="integer", next_try_at=_MOMENT,
        created_at=_MOMENT, done_at=_MOMENT,
    ),
}  # fmt: skip

_VECTOR_STATE: Shape = {
    "model": _TEXT,
    "dimension": "integer",
    "text_hash": "bytea",
    "state": _TEXT,
    "error": _TEXT,
    "made_at": _MOMENT,
    "stale_since": _MOMENT,
}
WORKBENCH: dict[str, Shape] = {
    "workbench_vector_space": {
        "table_name": _TEXT,
        "model": _TEXT,
        "dimension": "integer",
        "recorded_at": _MOMENT,
    },
    "workbench_load": {
        "load_id": "uuid",
        "source": _TEXT,
        "started_at": _MOMENT,
        "finished_at": _MOMENT,
        "state": _TEXT,
        "receipt": "jsonb",
    },
    "workbench_table": {
        "table_name": _TEXT,
        "given": "bytea",
        "held": "bigint",
        "row_count": "bigint",
        "loaded_at": _MOMENT,
        "stale_since": _MOMENT,
        "error": _TEXT,
    },
    "workbench_node_vector": {
        **dict.fromkeys(("node_id", "node_type", "attribute_name"), _TEXT),
        **_VECTOR_STATE,
    },
    "workbench_edge_vector": {
        **dict.fromkeys(("from_node_id", "to_node_id", "edge_label", "attribute_name"), _TEXT),
        **_VECTOR_STATE,
    },
    "workbench_embedding": {
        "model": _TEXT,
        "text_hash": "bytea",
        "embedding": "bytea",
        "made_at": _MOMENT,
    },
    "workbench_judgement": _lore(
        "key status verdict raw question form prompt_id model answered_by repeat prompt_tokens "
        "completion_tokens seconds created_at",
        verdict="jsonb", repeat="integer", prompt_tokens="bigint", completion_tokens="bigint",
        seconds="double precision", created_at=_MOMENT,
    ),
}  # fmt: skip

VELES: dict[str, Shape] = {
    "veles_collections": _lore(
        "number name kind id_type definition layout generation deltas_from created_at",
        number="integer", definition="jsonb", layout="integer", generation="bigint",
        deltas_from="bigint", created_at=_MOMENT,
    ),
    "veles_schema": {"one": "boolean", "generation": "bigint", "identity": "uuid"},
}  # fmt: skip

_COUNTED = ("node", "edge", "variable", "factor", "evidence", "trace")


def _tong(numbers: str, **others: str) -> Shape:
    """`numbers` are bigint, beside the number of the graph."""
    return {"graph": "integer", **dict.fromkeys(numbers.split(), "bigint"), **others}


TONG: dict[str, Shape] = {
    "tong_schema": {"one": "boolean", "identity": "uuid"},
    "tong_graphs": {
        "number": "integer", "name": _TEXT, "origin": "json", "metadata": "json",
        "generation": "bigint",
        **{f"next_{kind}": "bigint" for kind in _COUNTED},
        "created_at": _MOMENT,
    },
    "tong_log": _tong("generation", at=_MOMENT, author=_TEXT, reason=_TEXT, before="json",
                      after="json"),
    "tong_file_log": _tong("seq object_id created_at", op=_TEXT, payload=_TEXT),
    "tong_projections": _tong("generation", place=_TEXT),
    "tong_nodes": _tong("id", external_id=_TEXT, labels="json", properties="json"),
    "tong_edges": _tong("id source target", edge_type=_TEXT, properties="json"),
    "tong_text_indexes": _tong("", name=_TEXT, target=_TEXT, properties="json", tokenizer=_TEXT,
                               fold="boolean", bigrams="boolean"),
    "tong_texts": _tong("entity", index_name=_TEXT, content=_TEXT, words="tsvector",
                        length="integer"),
    "tong_vector_indexes": _tong("dimensions", name=_TEXT, target=_TEXT, metric=_TEXT, model=_TEXT,
                                 model_version=_TEXT),
    "tong_vectors": _tong("entity", index_name=_TEXT, embedding="vector"),
    "tong_variables": _tong("id owner_id", domain=_TEXT, states="json", prior="json",
                            posterior="json"),
    "tong_factors": _tong("id", input_variables="json", output_variables="json", function=_TEXT,
                          parameters="json", weights="json"),
    "tong_evidence": _tong("id variable_id", payload="json", likelihood="json"),
    "tong_traces": _tong("id", payload="json"),
    "tong_posteriors": _tong("variable_id", beliefs="json", inputs="json"),
}  # fmt: skip

SHAPES: dict[str, dict[str, Shape]] = {
    "workbench": WORKBENCH,
    "vedana": {**JIMS, **DATAPIPE, **METAS},
    "lore": {**LORE, **LORE_VECTORS},
    "sagas": SAGAS,
    "veles": VELES,
    "tong": TONG,
}
