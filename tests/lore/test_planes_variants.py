"""Planes and knowledge are answered alike from both edge shapes and both schema versions."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.tools import lore

PLANES = ("pln_littoral", "pln_kiln", "pln_unpaid", "pln_gutter", "pln_ninth_hour")
PEOPLE = ("per_felix_corbelain", "per_obelus")


def answers(bench: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for year in (250, 412):
        at_time = f"bell_age.year_{year}"
        for start in PLANES:
            for goal in PLANES:
                way = lore.plane_path(bench, start, goal, at_time, alternatives=2)
                found[f"{start} {goal} {year}"] = list(way), way.meta.facts
            there = lore.entities_on_plane(bench, start, at_time, include_derived=True)
            found[f"on {start} {year}"] = list(there)
            known = lore.plane_path(bench, start, PLANES[-1], at_time, as_npc=PEOPLE[0])
            found[f"as npc {start} {year}"] = known.meta.facts
    for person in PEOPLE:
        now = lore.query_as_npc(bench, person, show_hidden=True)
        found[f"known to {person}"] = sorted(map(str, now))
    for plane in PLANES:
        found[f"at {plane}"] = list(lore.plane_relations(bench, plane))
        found[f"of {plane}"] = list(lore.plane_layers(bench, plane))
    for setting in ("tidewheel", "margin"):
        found[setting] = list(lore.planes_in_setting(bench, setting))
    return found


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The answers of the first variant that was asked."""
    return {}


def test_every_shape_and_version_gives_the_same_answers(
    world_variant: Any, told: dict[str, Any]
) -> None:
    found = answers(world_variant)
    first = told or found
    told.update(first)
    assert sum(map(bool, first.values())) > 70
    assert [question for question in first if first[question] != found[question]] == []
