"""Lore documents become sources, chunks, objects and vectors; nothing is embedded twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest

from workbench.core.errors import BadInput
from workbench.etl.difference import Counts
from workbench.etl.world.entries import Entries
from workbench.etl.world.instances import add_instances
from workbench.etl.world.reading import read_world_folder
from workbench.etl.world.records import NodeRecord
from workbench.etl.world.settle import known_after
from workbench.etl.world.text_store import store_texts
from workbench.etl.world.texts import Texts, chunk_edges, read_texts
from workbench.schema import change_dimension, migrate
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
FRONT = "---\nid: src_a\ntitle: A\nsetting_id: tidewheel\nversion: 2\n---\n"
SEEN_BY = "<!-- time: bell_age.year_1; secrecy: faction_internal; owner: fac_x -->"
CHUNK = f"\n## chk_1 | One\n{SEEN_BY}\n\nText.\n"


class Counting:
    """The shipped embedder, which notes what it is asked."""

    def __init__(self) -> None:
        self._embedder, self.sent = WordLlamaEmbedder(), list[str]()
        self.model, self.dimension = self._embedder.model, self._embedder.dimension

    def embed(self, texts: Sequence[str]) -> Any:
        if any("unspeakable" in text for text in texts):
            raise BadInput("too long")
        self.sent += texts
        return self._embedder.embed(texts)


@pytest.fixture
def store(relational: Any) -> Any:
    migrate(relational, ("workbench", "lore"), dimension=256)
    return relational


def read(folder: Path, **documents: str) -> tuple[Texts, Entries]:
    (folder / "lore").mkdir(exist_ok=True)
    for name, text in documents.items():
        (folder / "lore" / f"{name}.md").write_text(text, "utf-8")
    entries = Entries(folder.name)
    return read_texts(folder, entries), entries


def sample() -> tuple[Texts, Entries]:
    contents = read_world_folder(WORLD)
    entries = contents.entries
    known = known_after(entries, contents.sources, {})
    add_instances(entries, contents.instances, contents.templates, known)
    embedded = {id for id, template in contents.templates.items() if template.embedded}
    return read_texts(WORLD, entries, embedded), entries


def rows(store: Any, table: str = "lore_chunks") -> list[tuple[Any, ...]]:
    return list(store.rows(f"SELECT id, text FROM {table} ORDER BY id").values)


def test_the_sample_world_has_its_sources_chunks_and_summaries() -> None:
    texts, entries = sample()
    labels = [record.label for record in entries.nodes.values()]
    assert (labels.count("LoreSource"), labels.count("LoreChunk"), len(texts.chunks)) == (
        18,
        66,
        66,
    )
    assert {text.kind for text in texts.summaries} == {"QuietErrand", "Campaign"}
    assert [r for r in entries.rejects if r.document.startswith("lore/")] == []
    assert len(list(chunk_edges(entries))) == 66
    found = entries.nodes["chk_004"].properties
    assert (found["title"], found["time"]) == (
        "The theft of an hour",
        "bell_age.lamp_regency.year_2",
    )
    assert found["text"].endswith("BACK AT NINE.")
    assert entries.nodes["src_tidebook"].properties["ingested_at"] == "2026-01-05T09:00:00Z"


def test_the_sample_world_is_stored_once(store: Any, objects: Any) -> None:
    (texts, _), embedder = sample(), Counting()
    first, rejects = store_texts(texts, store, objects, embedder)
    assert rejects == ()
    assert (first["lore_chunks"], first["sources"]) == (Counts(added=66), Counts(added=18))
    assert (
        objects.get("sources/src_tidebook/v4.md") == (WORLD / "lore/src_tidebook.md").read_bytes()
    )
    embedder.sent.clear()
    again, _ = store_texts(texts, store, objects, embedder)
    assert (sum(c.changed for c in again.values()), embedder.sent) == (0, [])


def test_a_chunk_s_vector_is_that_of_its_text(store: Any, tmp_path: Path) -> None:
    texts, _ = read(tmp_path, a=FRONT + CHUNK)
    store_texts(texts, store, None, Counting())
    row = store.rows("SELECT * FROM lore_chunks")[0]
    assert numpy.allclose(row["embedding"], WordLlamaEmbedder().embed(["Text."])[0])
    assert [row[c] for c in ("source_id", "title", "time", "secrecy", "owner", "min_tier")] == [
        "src_a", "One", "bell_age.year_1", "faction_internal", "fac_x", 1,
    ]  # fmt: skip
    assert store.rows("SELECT model, dimension FROM workbench_vector_space").values[0] == (
        WordLlamaEmbedder().model,
        256,
    )


def test_only_a_changed_text_is_embedded_again(store: Any, tmp_path: Path) -> None:
    two = CHUNK.replace("chk_1", "chk_2").replace("Text", "Other")
    store_texts(read(tmp_path, a=FRONT + CHUNK + two)[0], store, None, Counting())
    embedder = Counting()
    changed = CHUNK.replace("year_1", "year_2") + two.replace("Other", "New")
    counts, _ = store_texts(read(tmp_path, a=FRONT + changed)[0], store, None, embedder)
    assert (counts["lore_chunks"], embedder.sent) == (Counts(updated=2), ["New."])
    assert rows(store) == [("chk_1", "Text."), ("chk_2", "New.")]


def test_a_chunk_that_left_is_removed_unless_a_document_was_refused(
    store: Any, tmp_path: Path
) -> None:
    store_texts(read(tmp_path, a=FRONT + CHUNK)[0], store, None, Counting())
    store_texts(read(tmp_path, a="no front matter")[0], store, None, Counting())
    assert rows(store) == [("chk_1", "Text.")]
    store_texts(read(tmp_path, a=FRONT)[0], store, None, Counting())
    assert rows(store) == []


def test_messages_are_those_of_the_dialogue_log(store: Any, tmp_path: Path) -> None:
    insert = "INSERT INTO dialogue_log (npc_id, message) VALUES"
    store.write(f"{insert} ('per_a', 'Hm.'), ('per_b', '')")
    nothing = Texts("w")
    assert store_texts(nothing, store, None, Counting())[0]["messages"] == Counts(added=1)
    assert rows(store, "messages") == [("1", "Hm.")]
    store.write("DELETE FROM dialogue_log")
    assert store_texts(nothing, store, None, Counting())[0]["messages"] == Counts(deleted=1)


def test_long_summaries_are_cut_in_the_graph_and_whole_elsewhere(
    store: Any, objects: Any, tmp_path: Path
) -> None:
    mission = {"template_id": "errand", "type": "Errand", "summary": "long " * 300}
    entries = Entries("w")
    entries.add_node(NodeRecord("DomainEntity", "MSN-1", mission, "m.yaml", 1))
    texts = read_texts(tmp_path, entries, {"errand"})
    assert len(entries.nodes["MSN-1"].properties["summary"]) == 280
    store_texts(texts, store, objects, Counting())
    (key,) = store.rows("SELECT object_key FROM domain_summaries").column("object_key")
    assert objects.get(key) == b"long " * 300
    assert objects.names("summaries") == [key]


BAD = {
    "no front matter\n": ("file", 1, "expected front matter: a line `---`"),
    "---\nid: src_a\n": ("file", 1, "expected a second line `---`"),
    "---\nid: src_a\n---\n": ("file", 1, "a `title` that is text"),
    "---\nid: a\nid: b\n---\n": ("file", 1, "lore/a.md:3: the key 'id' stands here twice"),
    FRONT + "\n## chk_1\nText.\n": ("chunk 1", 8, "a heading such as"),
    FRONT + "\n## chk_1 | One\n": ("chunk 1", 8, "a text below the heading"),
    FRONT + CHUNK.replace("owner", "mood"): ("chunk 1", 8, "a key among time"),
    FRONT + CHUNK + CHUNK: ("LoreChunk", 13, "the id is that of LoreChunk in lore/a.md:8"),
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_document_is_refused_by_file_and_line(tmp_path: Path, text: str) -> None:
    _, entries = read(tmp_path, a=text)
    what, line, reason = BAD[text]
    assert [(r.document, r.table, r.row) for r in entries.rejects] == [("lore/a.md", what, line)]
    assert reason in entries.rejects[0].reason


def test_a_text_that_the_embedder_refuses_is_named(store: Any, tmp_path: Path) -> None:
    text = FRONT + CHUNK.replace("Text.", "An unspeakable word.")
    counts, rejects = store_texts(read(tmp_path, a=text)[0], store, None, Counting())
    assert counts["lore_chunks"] == Counts()
    assert [(r.table, r.seen) for r in rejects] == [("lore_chunks", "chk_1: An unspeakable word.")]


def test_another_model_or_dimension_is_refused_before_anything_is_written(
    store: Any, tmp_path: Path
) -> None:
    texts, _ = read(tmp_path, a=FRONT + CHUNK)
    store_texts(texts, store, None, Counting())
    other = Counting()
    other.model = "minilm"
    with pytest.raises(
        BadInput, match=r"lore_chunks: its vectors are of wordllama.*embeds with minilm"
    ):
        store_texts(texts, store, None, other)
    change_dimension(store, 3, embed=lambda texts: [[1, 2, 3]] * len(texts), model="tiny")
    with pytest.raises(BadInput, match=r"with 3 dimensions.*bench.reembed"):
        store_texts(texts, store, None, Counting())


def test_tables_from_before_the_vectors_say_how_to_make_them(relational: Any) -> None:
    migrate(relational, ("workbench",))
    with pytest.raises(BadInput, match=r'lore_chunks, .* are missing.*bench.migrate\("lore"\)'):
        store_texts(Texts("w"), relational, None, Counting())
