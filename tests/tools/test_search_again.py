"""A recorded search run again: its limits, its ties and the embedder it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.small_world import EMBEDDER
from tests.tools.recorded_threads import (
    GENEVA,
    NAMES,
    OVID,
    QUOKKAS,
    cypher,
    replayed,
    search,
    thread_with,
)
from tests.vedana_embedding import FixtureEmbedder
from workbench.core.errors import EngineNotInstalled
from workbench.tools.replay_thread import replay_thread


@pytest.fixture
def one_hit(small_bench: Any) -> Iterator[Asker]:
    """Searches of person_name give one row, however far."""
    text = (
        "UPDATE dm_anchor_attributes SET embed_top_n = $n, embed_threshold = $t "
        "WHERE attribute_name = 'person_name'"
    )
    small_bench.relational.write(text, {"n": 1, "t": -0.5})
    yield small_bench
    small_bench.relational.write(text, {"n": None, "t": None})


def test_a_row_that_lost_its_tie_at_the_limit_is_no_drift_while_it_exists(one_hit: Asker) -> None:
    level = {"similarity": 0.0, "node_type": "person"}  # "zzz" shares no letters with any name
    tisha = {**level, "node_id": "person:3", "node": {"person_name": "Tisha Ghent"}}
    gone = {**level, "node_id": "person:9", "node": {"person_name": "Nobody"}}
    asked = [search("zzz", row, label="person", name="person_name") for row in (tisha, gone)]
    exists, lost = replayed(one_hit, *asked)

    assert (exists.verdict, lost.verdict) == ("equal", "rows differ")
    assert exists.finding.note == "1 rows tied at the limit of 1 were exchanged (D11)"
    assert lost.finding.removed == (gone,)


class OtherModel(FixtureEmbedder):
    model = "another 1"

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return super().embed([text[::-1] + "!" for text in texts])


def test_vectors_of_another_model_are_not_searched(small_bench: Asker) -> None:
    other = replace(small_bench, embedder=OtherModel(EMBEDDER.dimension))
    (query,) = replayed(other, search("Quokkas", QUOKKAS))

    assert (query.verdict, query.drifted) == ("other embedder", False)
    assert query.finding.note == (
        "another 1: 0 of 3 sampled vectors of interest.interest_name are of this model"
    )


def test_vectors_of_another_dimension_are_not_searched(small_bench: Asker) -> None:
    other = replace(small_bench, embedder=FixtureEmbedder(8))
    (query,) = replayed(other, search("Quokkas", QUOKKAS))

    assert query.verdict == "other embedder"
    assert query.finding.note.endswith("different vector dimensions 256 and 8")


def test_the_replay_says_who_embedded_the_texts(small_bench: Asker) -> None:
    thread = thread_with(small_bench, {"technical_info": {"tool_calls": [search("x")]}})

    assert replay_thread(small_bench, thread).embedders == (
        "vedana-fixtures 1: 3 of 3 sampled vectors of interest.interest_name are of this model",
    )


class NoModel(FixtureEmbedder):
    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        raise EngineNotInstalled("no model is installed: pip install wordllama")


def test_without_an_embedder_a_search_fails_and_cypher_runs(small_bench: Asker) -> None:
    calls = (search("Quokkas", QUOKKAS), cypher(NAMES, GENEVA, OVID))
    searched, typed = replayed(replace(small_bench, embedder=NoModel()), *calls)

    assert (searched.verdict, typed.verdict) == ("failed", "equal")
    assert searched.finding.note == "no model is installed: pip install wordllama"


def test_limits_that_the_record_contradicts_or_the_model_lacks_are_told(small_bench: Asker) -> None:
    low, foreign, collided = replayed(
        small_bench,
        search("Quokkas", QUOKKAS, {**QUOKKAS, "similarity": 0.5, "node_id": "interest:9"}),
        search("Quokkas", label="interest", name="colour"),
        search("Quokkas", {**QUOKKAS, "node_type": "person"}),
    )

    assert low.verdict == "rows differ"
    assert low.finding.note == "a similarity of 0.5 was recorded at a threshold of 0.8"
    assert foreign.verdict == "equal"
    assert foreign.finding.note.startswith("the data model does not know the pair")
    assert collided.finding.note == "recorded rows of another type share the id of a node (D8)"
