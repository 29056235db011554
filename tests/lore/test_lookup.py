"""Entities by words of their names."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.asker import WorldAsker
from tests.lore.yaml_world import yaml_world
from workbench.core.errors import BadInput
from workbench.core.lore.names import best_match, fragments, match, words_of
from workbench.tools import lore

CASED = "aefhijklnstwyšßſςΣσǰŉﬁﬂﬀﬆẞıIÉé "


@pytest.mark.parametrize(
    ("asked", "name", "score"),
    [
        ("nailer", "the Nailer", 0.5),
        ("NAILER the", "the Nailer", 1.0),
        ("nail", "the Nailer", 0.0),
        ("widow", "Widow's Causeway", 0.5),
        ("widow\N{RIGHT SINGLE QUOTATION MARK}s causeway", "Widow's Causeway", 1.0),
        ("strasse", "Alte STRASSE", 0.5),
        ("strasse", "Alte Straße", 0.5),
        ("ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ", 1.0),
        ("low harrow hall", "Low Harrow", 0.0),
    ],
)
def test_all_asked_words_are_whole_words_of_the_name(asked: str, name: str, score: float) -> None:
    assert match(words_of(asked), name) == score


def test_an_alias_counts_nine_tenths_and_words_are_not_gathered_from_several_names() -> None:
    assert best_match(["otto"], "Ottoline", ["Captain Otto"]) == (0.45, "Captain Otto")
    assert best_match(["captain", "ottoline"], "Ottoline", ["Captain Otto"]) == (0.0, "")


@given(st.text(CASED, max_size=12), st.text(CASED, max_size=12))
@example("s\N{LATIN SMALL LIGATURE ST}", "s\N{LATIN SMALL LIGATURE ST}")  # foldings overlap
def test_what_the_graph_filters_by_is_contained_in_every_matching_name(
    asked: str, name: str
) -> None:
    words = words_of(asked)
    if words and match(words, name):
        assert all(piece in name.lower() for piece in fragments(words))


def test_lookup_agrees_with_every_name_and_alias_of_the_files(world_bench: WorldAsker) -> None:
    world = yaml_world()
    for query in ("varrowmere", "Hester", "the", "house of", "bell", "maud", "o'clock", "clapper"):
        words = {*query.casefold().split()}
        expected = {
            entity_id
            for entity_id, entity in world.entities.items()
            for name in (entity["name"], *(entity.get("aliases") or ()))
            if words <= {w.removesuffix("'s") for w in words_of(name)} | {*words_of(name)}
        }
        answer = lore.lookup(world_bench, query, limit=None)
        assert {i for i in answer.column("id") if i in world.entities} == expected, query


def test_the_best_match_comes_first_and_tells_which_name_matched(world_bench: WorldAsker) -> None:
    answer = lore.lookup(world_bench, "the NAILER")
    assert answer.rows.values == [
        ("per_hester_varrowmere", "Hester Varrowmere", "Person", "the Nailer", 0.9)
    ]
    scores = lore.lookup(world_bench, "Varrowmere", limit=None).column("score")
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 10


def test_a_limit_cuts_and_says_so(world_bench: WorldAsker) -> None:
    cut = lore.lookup(world_bench, "Varrowmere", limit=3)
    whole = lore.lookup(world_bench, "Varrowmere", limit=None)
    assert (len(cut), cut.meta.truncated, whole.meta.truncated) == (3, True, False)
    assert cut.column("id") == whole.column("id")[:3]


def test_label_and_setting_narrow_and_an_unknown_setting_has_nothing(
    world_bench: WorldAsker,
) -> None:
    people = lore.lookup(world_bench, "Ottoline", label="Person", setting="margin")
    assert people.column("id") == ["per_ottoline_varrowmere"]
    assert lore.lookup(world_bench, "Hester", setting="margin").rows.values == []
    assert lore.lookup(world_bench, "Hester", setting="nowhere").rows.values == []
    assert lore.lookup(world_bench, "Hester", label="Item").rows.values == []


def test_a_query_without_a_word_is_refused(world_bench: WorldAsker) -> None:
    with pytest.raises(BadInput, match="at least one word of a name"):
        lore.lookup(world_bench, " '! ")


def test_lookup_in_an_older_record_knows_the_name_of_then(world_bench: WorldAsker) -> None:
    then = lore.lookup(world_bench, "gulp", as_of="2026-03-01")
    assert then.rows.values == [("loc_gullet", "The Gulp", "Location", "The Gulp", 0.5)]
    assert (
        lore.lookup(world_bench, "gullet", label="Location", as_of="2026-03-01").rows.values == []
    )
    assert lore.lookup(world_bench, "gulp").rows.values == []
