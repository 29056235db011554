"""Texts are found by meaning and by name, and only those that the asker may know."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import pytest

from tests.asker import WorldAsker
from workbench.core.errors import BadInput
from workbench.core.lore.mentions import mentions
from workbench.tools.lore import cite, find_mentions, query_as_npc, semantic_search

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
GOLDEN = [json.loads(line) for line in (WORLD / "golden.jsonl").read_text().splitlines()]
ASKED = {g["id"]: g for g in GOLDEN if g["scenario"] == "lore_text"}


def chunks() -> Iterator[tuple[str, str, str]]:
    """Id, source and title with text of every chunk, read from the files by hand."""
    for file in sorted((WORLD / "lore").glob("*.md")):
        for part in re.split(r"^## ", file.read_text(), flags=re.M)[1:]:
            yield part.partition(" | ")[0], file.stem, re.sub(r"<!--.*-->", "", part)


@pytest.mark.parametrize("golden", ASKED)
def test_the_golden_questions_find_their_chunks(world_bench: WorldAsker, golden: str) -> None:
    asked = ASKED[golden]
    found = semantic_search(world_bench, **asked["args"]).column("chunk_id")
    assert len(found) == 5
    assert set(asked["expected"]["chunk_ids"]) <= set(found)


def by_words(bench: WorldAsker, query: str) -> dict[str, float]:
    """BM25 of the chunks with a word of the question, computed word by word."""
    told = "SELECT id, lexeme, cardinality(positions) AS n, length(words) AS size"
    rows = bench.sql(f"{told} FROM lore_chunks, unnest(words)", row_limit=100_000).rows
    asked = bench.sql("SELECT tsvector_to_array(to_tsvector('english', $q)) AS s", q=query).rows
    sizes = {row["id"]: row["size"] for row in rows}
    usual, scores = sum(sizes.values()) / len(sizes), dict[str, float]()
    for stem in asked[0]["s"]:
        holding = [row for row in rows if row["lexeme"] == stem]
        weight = math.log(1 + (len(sizes) - len(holding) + 0.5) / (len(holding) + 0.5))
        for row in holding:
            damped = row["n"] + 1.2 * (0.25 + 0.75 * row["size"] / usual)
            scores[row["id"]] = scores.get(row["id"], 0) + weight * row["n"] * 2.2 / damped
    return scores


def by_meaning(bench: WorldAsker, query: str) -> dict[str, float]:
    assert bench.embedder is not None
    stored = bench.sql("SELECT id, embedding FROM lore_chunks", row_limit=1000).rows
    near = numpy.stack(stored.column("embedding")) @ bench.embedder.embed([query])[0]
    return dict(zip(stored.column("id"), near.tolist(), strict=True))


@pytest.mark.parametrize("golden", ["G055", "G058"])
def test_scores_are_the_fusion_of_both_rankings(world_bench: WorldAsker, golden: str) -> None:
    query, expected = ASKED[golden]["question"], dict[str, float]()
    for ranking in (by_words(world_bench, query), by_meaning(world_bench, query)):
        for chunk, own in ranking.items():
            place = 1 + sum(other > own + 1e-9 for other in ranking.values())
            expected[chunk] = expected.get(chunk, 0) + 1 / (60 + place)
    found = semantic_search(world_bench, query, k=1000)
    assert dict(zip(found.column("chunk_id"), found.column("score"), strict=True)) == (
        pytest.approx(expected)
    )
    assert found.column("score") == sorted(found.column("score"), reverse=True)


def test_a_setting_keeps_its_own_texts(world_bench: WorldAsker) -> None:
    found = semantic_search(world_bench, "a bell", k=66, setting="margin")
    sources = {source for _, source, _ in chunks()}
    margin = {
        s for s in sources if "setting_id: margin" in (WORLD / "lore" / f"{s}.md").read_text()
    }
    assert set(found.column("source_id")) == margin
    assert len(semantic_search(world_bench, "a bell", setting="nowhere")) == 0


@pytest.mark.parametrize("npc", ["per_percival_cosy", "per_nell_brack", "per_lapis_versal"])
def test_a_person_finds_what_it_may_know_and_nothing_else(
    world_bench: WorldAsker, npc: str
) -> None:
    visible = query_as_npc(world_bench, npc, kind="chunk").column("id")
    found = semantic_search(world_bench, "the sea", k=100, as_npc=npc).column("chunk_id")
    assert sorted(found) == sorted(visible)
    everything = semantic_search(world_bench, "the sea", k=100).column("chunk_id")
    assert found == [chunk for chunk in everything if chunk in visible]


def test_a_person_remembers_its_own_messages_alone(world_bench: WorldAsker) -> None:
    heard = semantic_search(world_bench, "a rope", "messages", 1000, as_npc="per_tamsin_brack")
    assert set(heard.column("source_id")) == {"per_tamsin_brack"}


def test_summaries_are_found_by_what_they_tell(world_bench: WorldAsker) -> None:
    query = "a quarrel about one note that lasted nineteen years"
    found = semantic_search(world_bench, query, "domain_summaries", 3)
    assert found.column("chunk_id")[0] == "CMP-01"
    assert found.meta.stores == ("embedder", "relational")


BAD: list[tuple[dict[str, Any], str]] = [
    ({"query": "x", "collection": "chunks"}, "expected lore_chunks, messages or"),
    ({"query": "x", "k": 0}, "k of 1 or more"),
    ({"query": " "}, "expected a question"),
    ({"query": "x", "as_npc": "fac_teapot"}, "expected a Person"),
]


@pytest.mark.parametrize(("given", "expected"), BAD)
def test_a_bad_question_says_what_was_expected(
    world_bench: WorldAsker, given: dict[str, Any], expected: str
) -> None:
    with pytest.raises(BadInput, match=expected):
        semantic_search(world_bench, **given)


def test_mentions_are_those_that_reading_the_files_finds(world_bench: WorldAsker) -> None:
    found = find_mentions(world_bench, "per_widow_hark")
    named = [chunk for chunk, _, text in chunks() if re.search(r"\bWidow Hark\b", text)]
    assert sorted(set(found.column("chunk_id"))) == named == ASKED["G058"]["expected"]["chunk_ids"]
    for row in found:
        text = world_bench.sql("SELECT text FROM lore_chunks WHERE id = $id", id=row["chunk_id"])
        assert text.rows[0]["text"][row["offset"] :].startswith(row["matched_name"])


MENTIONS = {
    "Lacuna sat in a lacuna.": [("Lacuna", 0)],
    "Under the First Bell, The First Bell.": [("The First Bell", 6), ("The First Bell", 22)],
    "Lacunary": [],
    "First Bells": [],
    "Lacuna's, (Lacuna)": [("Lacuna", 0), ("Lacuna", 11)],
}


@pytest.mark.parametrize("text", MENTIONS)
def test_names_are_whole_and_keep_their_case(text: str) -> None:
    assert list(mentions(text, ["Lacuna", "The First Bell"])) == MENTIONS[text]


def test_of_names_at_one_place_the_longest_is_meant() -> None:
    assert list(mentions("Widow Hark", ["Widow", "Widow Hark", ""])) == [("Widow Hark", 0)]


def test_a_relation_is_cited_with_the_chunks_that_name_both_ends(world_bench: WorldAsker) -> None:
    found = cite(world_bench, "rel_0788")
    assert [dict(row) for row in found] == [
        {
            "source_id": "src_harrow_rolls",
            "title": "Rolls of Low Harrow",
            "reliability": "canonical",
            "chunk_ids": ["chk_009"],
        }
    ]
    assert found.meta.stores == ("graph", "relational")


def test_rival_claims_are_cited_with_their_values(world_bench: WorldAsker) -> None:
    found = cite(world_bench, claim="per_widow_hark#born")
    assert found.column("source_id") == ["src_harrow_rolls", "src_ferry_tales"]
    values = [claim["value"] for claim in found.meta.facts["claims"]]
    assert values == ["bell_age.year_322", "bell_age.year_331"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "expected either an edge_id, or a claim"),
        ({"edge_id": "rel_9999"}, "there is no 'rel_9999'"),
        ({"claim": "the sea left"}, "semantic_search finds texts"),
        ({"claim": "per_widow_hark#height"}, "no source says anything of 'height'"),
    ],
)
def test_what_cannot_be_cited_says_why(
    world_bench: WorldAsker, given: dict[str, str], expected: str
) -> None:
    with pytest.raises(BadInput, match=expected):
        cite(world_bench, **given)
