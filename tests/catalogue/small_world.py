"""Three persons, five interests and two conversations: what the queries' examples ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.catalogue.small_books import load_books
from tests.vedana_embedding import FixtureEmbedder, embedding
from workbench.core.values import Edge, Node
from workbench.schema import migrate

DIMENSION = 256
EMBEDDER = FixtureEmbedder(DIMENSION)
PERSONS = {"person:1": "Geneva Durben", "person:2": "Ovid Rahm", "person:3": "Tisha Ghent"}
INTERESTS = {
    "interest:1": "Quokkas",
    "interest:2": "Chess",
    "interest:3": "Tapirs",
    "interest:4": "Joshua Trees",
    "interest:5": "Slide Rules",
}
LIKES = [(1, 1), (1, 2), (2, 2), (2, 3), (3, 4), (3, 5)]
NOTE = "since childhood"

THREAD = UUID("06b016b5-2c1c-7910-8000-5dfa411cc9eb")
OTHER_THREAD = UUID("06b016b5-bc12-76a4-8000-4d0a2985d0ec")
REVIEWED_THREAD = UUID("06b016b5-6fc3-7042-8000-9481d6cd6cd5")


def vector(text: str) -> Any:
    import numpy

    return numpy.array(embedding(text, DIMENSION), numpy.float32)


def nodes() -> list[tuple[str, str, dict[str, str]]]:
    persons = [(key, "person", {"person_name": name}) for key, name in PERSONS.items()]
    return persons + [(key, "interest", {"interest_name": name}) for key, name in INTERESTS.items()]


def edges() -> list[tuple[str, str, str, str, str, dict[str, str]]]:
    """Both directions, as undirected links are stored; the first carries a note."""
    found = []
    for at, (person, interest) in enumerate(LIKES):
        note = {} if at else {"note": NOTE}
        there = (f"person:{person}", f"interest:{interest}", "person", "interest")
        back = (there[1], there[0], there[3], there[2])
        found += [(*ends, "PERSON_has_INTEREST", note) for ends in (there, back)]
    return found


def load_tables(store: Any) -> None:
    migrate(store, ("workbench", "vedana"), dimension=DIMENSION)
    store.put("nodes", ("node_id", "node_type", "attributes"), nodes())
    edge_columns = "from_node_id to_node_id from_node_type to_node_type edge_label attributes"
    store.put("edges", edge_columns.split(), edges())
    vectors = ["node_id", "node_type", "attribute_name", "attribute_value", "embedding"]
    names = [
        (node, kind, f"{kind}_name", text, vector(text))
        for node, kind, attributes in nodes()
        for text in attributes.values()
    ]
    store.put("rag_anchor_embeddings", vectors, names)
    edge_vectors = "from_node_id to_node_id edge_label attribute_name attribute_value embedding"
    note = ("person:1", "interest:1", "PERSON_has_INTEREST", "note", NOTE, vector(NOTE))
    store.put("rag_edge_embeddings", edge_vectors.split(), [note])
    _load_threads(store)
    _load_data_model(store)
    load_books(store)
    columns = "key status verdict raw question form prompt_id model answered_by repeat seconds"
    passed = ("2f4a", "verdict", {"status": "pass"}, "{}", "1", "verdict 1", "9b", "m", "m", 1, 0.5)
    store.put("workbench_judgement", columns.split(), [passed])


def _load_threads(store: Any) -> None:
    columns = ("thread_id", "created_at", "thread_config", "contact_id", "external_id")
    noon = datetime(2026, 11, 21, 12)
    first = (THREAD, noon, {"interface": "reflex"}, "reflex:1", "chatwoot-conv-1234")
    second = (OTHER_THREAD, noon, {}, "telegram:1001", None)
    third = (REVIEWED_THREAD, noon, {"interface": "widget"}, "widget:1", None)
    store.put("threads", columns, [first, second, third])
    event = "INSERT INTO thread_events (thread_id, event_id, created_at, event_type, event_data)"
    said = '{"role": "user", "content": "Who likes Quokkas?"}'
    for thread in (THREAD, OTHER_THREAD):
        text = f"{event} VALUES ($thread, gen_random_uuid(), $at, 'comm.user_message', $said::json)"
        store.write(text, {"thread": thread, "at": noon, "said": said})
    store.write(
        f"""
        {event} VALUES
            ($thread, gen_random_uuid(), $at, 'comm.user_message', '{{"content": "Quokkas"}}'),
            ($thread, gen_random_uuid(), $at, 'jims.backoffice.feedback',
                '{{"event_id": "1", "note": "who?", "severity": "High"}}'),
            ($thread, gen_random_uuid(), $at, 'jims.backoffice.tag_added',
                '{{"target_event_id": "1", "tag": "good"}}')
        """,
        {"thread": REVIEWED_THREAD, "at": noon},
    )


def _load_data_model(store: Any) -> None:
    store.write(
        """
        INSERT INTO dm_anchors VALUES ('person', 'a person', 'person:1', 'MATCH (p:person)');
        INSERT INTO dm_anchors VALUES ('interest', NULL, NULL, NULL);
        INSERT INTO dm_anchor_attributes (anchor, attribute_name, embeddable, embed_top_n)
        VALUES ('interest', 'interest_name', true, 15), ('person', 'person_name', true, NULL);
        INSERT INTO dm_links (anchor1, anchor2, sentence)
        VALUES ('person', 'interest', 'PERSON_has_INTEREST');
        INSERT INTO dm_link_attributes (link, attribute_name, embeddable, embed_threshold)
        VALUES ('PERSON_has_INTEREST', 'note', true, 0.5);
        INSERT INTO dm_queries VALUES ('Who likes <interest>?', 'search, then Cypher');
        INSERT INTO dm_prompts VALUES ('eval_judge_prompt', 'compare the names');
        INSERT INTO dm_conversation_lifecycle VALUES ('/start', 'Hi!')
        """
    )


def load_graph(store: Any) -> None:
    """The same nodes and edges, and a ghost: a node with nothing but an id."""
    ghost = Node("interest:99", ("interest",), {"id": "interest:99"})
    put = [Node(node, (label,), {"id": node, **rest}) for node, label, rest in nodes()]
    links = [Edge(a, label, b, rest, la, lb) for a, b, la, lb, label, rest in edges()]
    store.put([*put, ghost], links)
